package dev.headwater.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What reads our output.
 *
 * @param outIsTerminal whether a person watches standard output
 * @param errIsTerminal whether a person watches standard error
 * @param coloured whether colours are wanted on standard output
 */
public record Terminal(boolean outIsTerminal, boolean errIsTerminal, boolean coloured) {

  /** Nobody watches: files, pipes, tests. */
  public static final Terminal NONE = new Terminal(false, false, false);

  /** What this process's streams lead to. */
  public static Terminal detect(Map<String, String> variables) {
    boolean dumb = "dumb".equals(variables.get("TERM"));
    boolean out = isTerminal(1);
    String noColour = variables.getOrDefault("NO_COLOR", "");
    return new Terminal(out, isTerminal(2) && !dumb, out && !dumb && noColour.isEmpty());
  }

  /* Java tells only of input and output together; the system knows of each. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return isTerminalByTest(descriptor); // there is no /proc
    }
  }

  private static boolean isTerminalByTest(int descriptor) {
    ProcessBuilder test = new ProcessBuilder("test", "-t", String.valueOf(descriptor)).inheritIO();
    try {
      return test.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
