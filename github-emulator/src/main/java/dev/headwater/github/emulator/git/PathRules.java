package dev.headwater.github.emulator.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;

/** Which paths a tree may have. */
public final class PathRules {
  private PathRules() {}

  /** Whether no segment is empty, {@code .}, {@code ..} or something that passes for .git. */
  public static boolean isWellFormed(String path) {
    byte[] bytes = path.getBytes(UTF_8);
    try {
      new ObjectChecker().setSafeForMacOS(true).checkPath(bytes, 0, bytes.length);
      return true;
    } catch (CorruptObjectException e) {
      return false;
    }
  }

  /** Whether the path is that of a workflow, which needs a permission of its own. */
  public static boolean isWorkflow(String path) {
    return path.startsWith(".github/workflows/");
  }
}
