package dev.headwater.it.kill;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process, from its start to its end, and the lines that it has told. */
final class Life implements AutoCloseable {

  private static final String END = "end of the pipe";
  private static final int KILLED = 128 + 9;

  private final Process process;
  private final Path transcript;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Life(Process process, Path transcript) {
    this.process = process;
    this.transcript = transcript;
  }

  /**
   * Starts a process.
   *
   * @param directory where its errors go, and all that it tells, after that of earlier ones
   */
  static Life start(List<String> command, Map<String, String> environment, Path directory) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(Redirect.appendTo(directory.resolve("errors").toFile()));
    builder.environment().putAll(environment);
    try {
      Life life = new Life(builder.start(), directory.resolve("told"));
      Thread reader = new Thread(life::readLines, "reader of " + life.process.pid());
      reader.setDaemon(true);
      reader.start();
      return life;
    } catch (IOException e) {
      throw new UncheckedIOException("the process could not be started", e);
    }
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter writer =
            Files.newBufferedWriter(
                transcript, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        writer.write(line + "\n");
      }
      writer.write("end of process " + process.pid() + "\n");
    } catch (IOException e) {
      lines.add("wrong the pipe broke: " + e.getMessage());
    }
    lines.add(END);
  }

  /** The next line, or {@code null} if none comes in time, or none will ever come. */
  @Nullable String next(long waitNanos) throws InterruptedException {
    String line = lines.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS);
    if (END.equals(line)) {
      lines.add(END);
      return null;
    }
    return line;
  }

  /** Whether the process has ended and all that it told was taken. */
  boolean isOver() {
    return END.equals(lines.peek());
  }

  /**
   * Kills the process with SIGKILL and waits for its end.
   *
   * @return whether it was this that ended it
   */
  boolean kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // Process.destroyForcibly drops what is in the pipe
    return process.waitFor() == KILLED;
  }

  /** Waits for the process to end by itself. */
  boolean endsWell(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
