package dev.headwater.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A tiny shell that outlives this JVM by a moment and clears a server directory if the JVM could
 * not, or went on writing to it while it ended.
 *
 * <p>It reads from a pipe that only this JVM holds, so the end of the JVM, however it came, wakes
 * it. If the directory still exists by then, it ends the processes whose ids stand there and
 * deletes the directory. After an orderly close the directory is gone and it just exits.
 */
final class Watchdog {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      read -r nothing
      [ -d "$1" ] || exit 0
      for file in "$1"/*.pid; do
        [ -f "$file" ] && kill -KILL "$(head -n 1 "$file")"
      done
      for file in "$1"/*/postmaster.pid; do
        [ -f "$file" ] || continue
        pid=$(head -n 1 "$file")
        pid=${pid#-} # so it stands there while initdb works
        kill -QUIT "$pid" && kill -CONT "$pid"
        tries=0
        while [ $tries -lt 50 ] && kill -0 "$pid"; do sleep 0.1; tries=$((tries + 1)); done
      done
      tries=0
      until rm -rf "$1" || [ $tries -ge 50 ]; do sleep 0.1; tries=$((tries + 1)); done
      """;

  private final Process shell;

  private Watchdog(Process shell) {
    this.shell = shell;
  }

  /** Watches over a directory, or does nothing where there is no POSIX shell. */
  static AutoCloseable over(Path directory, Map<String, String> environment) {
    return Programs.find("sh", environment)
        .<AutoCloseable>map(sh -> new Watchdog(start(sh, directory))::release)
        .orElse(() -> {});
  }

  private static Process start(Path sh, Path directory) {
    List<String> command =
        List.of(sh.toString(), "-c", SCRIPT, "headwater-watchdog", directory.toString());
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new ServerFailedException("Could not start the watchdog of " + directory, e);
    }
  }

  private void release() throws IOException, InterruptedException {
    shell.getOutputStream().close();
    if (!shell.waitFor(10, TimeUnit.SECONDS)) {
      shell.destroyForcibly();
    }
  }
}
