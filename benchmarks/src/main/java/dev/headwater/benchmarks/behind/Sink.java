package dev.headwater.benchmarks.behind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The slow remote that all contenders write behind to: a batch takes {@value #BATCH_MILLIS} ms, and
 * is appended to a file that outlives the process. Thread-safe.
 */
final class Sink implements AutoCloseable {

  static final int BATCH_MILLIS = 5;

  private final @Nullable FileChannel file;
  private final AtomicLong delivered = new AtomicLong();
  private volatile boolean down;

  private Sink(@Nullable FileChannel file) {
    this.file = file;
  }

  /** A remote that only counts. */
  static Sink counting() {
    return new Sink(null);
  }

  /** A remote that appends what it takes to the file. */
  static Sink appending(Path path) throws IOException {
    return new Sink(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** What a remote's file holds, in the order in which it came; nothing if it never was opened. */
  static List<Operation> read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    String text = Files.readString(path);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Operation::parse).toList();
  }

  /**
   * Takes the operations in their order.
   *
   * @throws IOException if the remote is {@link #down}; nothing was taken
   */
  void deliver(List<Operation> operations) throws IOException {
    try {
      Thread.sleep(BATCH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted on the way to the remote", e);
    }
    if (down) {
      throw new IOException("the remote is down");
    }
    append(operations);
    delivered.addAndGet(operations.size());
  }

  private synchronized void append(List<Operation> operations) throws IOException {
    if (file != null) {
      StringBuilder lines = new StringBuilder();
      operations.forEach(operation -> lines.append(operation.line()));
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  /** Whether the remote refuses everything from now on. */
  void down(boolean newDown) {
    down = newDown;
  }

  /** How many operations it took. */
  long delivered() {
    return delivered.get();
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
