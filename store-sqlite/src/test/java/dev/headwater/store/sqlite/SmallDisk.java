package dev.headwater.store.sqlite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real file system of a few megabytes in memory, for those who may mount one: root on Linux. */
final class SmallDisk implements AutoCloseable {

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts it, or skips the test. */
  static SmallDisk mount(Path path, String size) throws IOException, InterruptedException {
    Files.createDirectory(path);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()),
        "only root on Linux may mount a file system");
    return new SmallDisk(path);
  }

  Path path() {
    return path;
  }

  /** Nobody may write there any more. */
  void protect() throws IOException, InterruptedException {
    assumeTrue(run("mount", "-o", "remount,ro", path.toString()), "it can't be write-protected");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("umount", "-l", path.toString());
  }
}
