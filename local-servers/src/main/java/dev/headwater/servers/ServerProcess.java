package dev.headwater.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One running server process with its log and the file that holds its process id. */
final class ServerProcess implements AutoCloseable {
  private static final Duration END_DEADLINE = Duration.ofSeconds(10);
  private static final int TAIL_LINES = 30;

  private final Process process;
  private final Path log;
  private final Path pidFile;

  private ServerProcess(Process process, Path log, Path pidFile) {
    this.process = process;
    this.log = log;
    this.pidFile = pidFile;
  }

  static ServerProcess start(Path directory, String name, List<String> command) {
    Path log = directory.resolve(name + ".log");
    Path pidFile = directory.resolve(name + ".pid");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // The servers read their settings from such variables, too; only the command line shall count.
    builder.environment().keySet().removeIf(ServerProcess::isServerSetting);
    if (System.getProperty("os.arch", "").equals("aarch64")) {
      builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64"); // etcd 3.4 asks for it
    }
    try {
      Process process = builder.start();
      Files.writeString(pidFile, process.pid() + "\n");
      return new ServerProcess(process, log, pidFile);
    } catch (IOException e) {
      throw new ServerFailedException("Could not start " + command.get(0), e);
    }
  }

  private static boolean isServerSetting(String variable) {
    String name = variable.toUpperCase(Locale.ROOT);
    return name.startsWith("ETCD_") || name.startsWith("COCKROACH_");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the process where it stands; its connections stay open and silent. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    Programs.run(END_DEADLINE, "kill", "-" + name, Long.toString(pid()));
  }

  /** Ends the process with {@code SIGKILL} and returns when it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ServerFailedException("Process " + pid() + " does not end");
      }
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return String.join("\n", tail);
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }
}
