package dev.headwater.cli.demo;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Peer} in a process of its own. It ends when its standard input does, and so with this
 * process, however that ends.
 */
final class PeerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX_LINES = 1_000;

  private final Process process;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);

  private PeerProcess(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it has the key in its memory and follows the servers. */
  static PeerProcess start(Servers servers, Key key) {
    ProcessBuilder builder =
        new ProcessBuilder(command(servers.uris(), key))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(servers.environment().variables());
    try {
      PeerProcess peer = new PeerProcess(builder.start());
      Thread reader = new Thread(peer::readLines, "headwater-demo-peer");
      reader.setDaemon(true);
      reader.start();
      peer.expect(Peer.READY);
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException("the second process could not be started", e);
    }
  }

  private static List<String> command(StoreUris uris, Key key) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-XX:") || flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.headwater.cli.Main", Peer.COMMAND));
    command.addAll(List.of(uris.etcd(), uris.sql(), key.text()));
    return command;
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

  /** When the other process saw the entry of this stamp in its memory. */
  Instant awaitSeen(Stamp stamp) {
    String line = next();
    while (!line.startsWith(Peer.seen(stamp))) {
      line = next();
    }
    long micros = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    return Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
  }

  private void expect(String expected) {
    String line;
    try {
      line = next();
    } catch (CheckFailedException e) {
      close();
      throw e;
    }
    if (!line.equals(expected)) {
      close();
      throw new CheckFailedException("the second process said: " + line);
    }
  }

  private String next() {
    try {
      String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return told(line);
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

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // which it reads as its end
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
