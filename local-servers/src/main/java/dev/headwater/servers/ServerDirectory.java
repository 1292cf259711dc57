package dev.headwater.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory that owns everything a local server needs: data, logs, keys, processes.
 *
 * <p>Closing it ends what was put into it, newest first, and deletes the directory. The same
 * happens when the JVM exits in order; when the JVM is killed, a {@link Watchdog} does it.
 */
final class ServerDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServerDirectory.class);
  private static final Duration DELETE_DEADLINE = Duration.ofSeconds(5);

  private final Path path;
  private final AutoCloseable watchdog;
  private final Thread exitHook = new Thread(this::clear, "headwater-servers-exit");
  private final Deque<AutoCloseable> contents = new ArrayDeque<>();
  private boolean closed;

  private ServerDirectory(Path path) {
    this.path = path;
    this.watchdog = Watchdog.over(path, System.getenv());
  }

  static ServerDirectory create(String name) {
    try {
      ServerDirectory directory =
          new ServerDirectory(Files.createTempDirectory("headwater-" + name + "-"));
      Runtime.getRuntime().addShutdownHook(directory.exitHook);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary directory for " + name, e);
    }
  }

  Path path() {
    return path;
  }

  /** Starts a process whose log and process id are kept here and that ends with this directory. */
  synchronized ServerProcess start(String name, List<String> command) {
    if (closed) {
      throw new IllegalStateException("The server is closed");
    }
    ServerProcess process = ServerProcess.start(path, name, command);
    contents.push(process);
    return process;
  }

  /** Has something closed before the directory is deleted. */
  synchronized void closeFirst(AutoCloseable content) {
    contents.push(content);
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(exitHook);
    } catch (IllegalStateException e) {
      log.trace("The JVM is exiting and runs the hook itself", e);
    }
  }

  private synchronized void clear() {
    closed = true;
    while (!contents.isEmpty()) {
      closeQuietly(contents.pop());
    }
    if (!Await.reached(DELETE_DEADLINE, this::deleted)) {
      log.warn("Could not delete {}", path);
    }
    closeQuietly(watchdog);
  }

  private boolean deleted() {
    try (Stream<Path> found = Files.walk(path)) {
      for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      log.trace("A process that is ending still writes to {}", path, e);
    }
    return Files.notExists(path);
  }

  @SuppressWarnings("IllegalCatch") // whatever one of them throws, the others must be closed too
  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("Closing {} failed", closeable, e);
    }
  }
}
