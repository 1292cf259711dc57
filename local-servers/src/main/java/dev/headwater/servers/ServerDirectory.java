package dev.headwater.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory that owns everything a local server needs: data, logs, keys, processes.
 *
 * <p>Closing it ends what was put into it, newest first, and deletes the directory. When the JVM
 * exits in order, a hook does the same, while other threads may still be writing here; what they
 * leave, and all of it when the JVM is killed, is cleared by a {@link Watchdog} once the JVM is
 * gone.
 */
final class ServerDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServerDirectory.class);
  private static final Duration DELETE_DEADLINE = Duration.ofSeconds(5);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final String EXITING = "No server is started while the program is exiting";

  private final Path path;
  private final Thread exitHook = new Thread(this::clear, "headwater-servers-exit");
  private final Deque<AutoCloseable> contents = new ArrayDeque<>();
  private AutoCloseable watchdog = () -> {};
  private boolean closed;

  private ServerDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes a directory that nobody else may read.
   *
   * @throws ServerFailedException if the JVM is exiting; nothing is made then
   */
  static ServerDirectory create(String name) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    ServerDirectory directory =
        new ServerDirectory(temporary.resolve("headwater-" + name + "-" + UUID.randomUUID()));
    directory.clearAtExit(); // from here on, whatever is made is cleared
    directory.make();
    return directory;
  }

  private void clearAtExit() {
    try {
      Runtime.getRuntime().addShutdownHook(exitHook);
    } catch (IllegalStateException e) {
      throw new ServerFailedException(EXITING, e);
    }
  }

  private synchronized void make() {
    if (closed) {
      throw new ServerFailedException(EXITING);
    }
    watchdog = Watchdog.over(path, System.getenv());
    try {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("Could not make the directory " + path, e);
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
    closeQuietly(watchdog);
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
  }

  private boolean deleted() {
    if (Files.notExists(path)) {
      return true;
    }
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
