package dev.headwater.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A hidden command of this program in a process of its own, which speaks line by line. It ends when
 * its standard input does, and so with this process, however that ends.
 */
final class ChildProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX_LINES = 1_000;

  private final Process process;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** Starts the command, with the passwords of the servers in its environment. */
  static ChildProcess start(Servers servers, String command, String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(commandLine(command, List.of(arguments)))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(servers.environment().variables());
    try {
      ChildProcess child = new ChildProcess(builder.start());
      Thread reader = new Thread(child::readLines, "headwater-" + command);
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("the second process could not be started", e);
    }
  }

  private static List<String> commandLine(String command, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-XX:") || flag.startsWith("--"))
        .forEach(line::add);
    line.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of("dev.headwater.cli.Main", command));
    line.addAll(arguments);
    return line;
  }

  private void readLines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.put(line);
      }
    } catch (IOException e) {
      lines.offer(String.valueOf(e.getMessage())); // it is gone; whoever waits is told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its next line, which must be this one. */
  void expect(String expected) {
    String line = next();
    if (!line.equals(expected)) {
      throw new CheckFailedException("the second process said: " + line);
    }
  }

  /** Its next line. */
  String next() {
    try {
      return told(lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CheckFailedException("interrupted while the second process was awaited");
    }
  }

  private static String told(@Nullable String line) {
    if (line == null) {
      throw new CheckFailedException(
          "the second process said nothing for %d s".formatted(PATIENCE.toSeconds()));
    }
    return line;
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // which it reads as its end
    } catch (IOException e) {
      process.destroyForcibly();
    }
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
