package dev.headwater.benchmarks.behind;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a good engineer would write by hand: one thread commits to SQLite all writes that wait, and
 * then answers them. Delivers as {@link SqliteEach} does.
 */
final class SqliteTogether implements Contender {

  private static final int MOST_TOGETHER = 1_000;

  private final SqliteFile file;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_TOGETHER);
  private final Thread committer = new Thread(this::commitAll, "committer");

  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Waiting(
      String key, byte @Nullable [] value, CompletableFuture<@Nullable Void> done) {}

  private SqliteTogether(SqliteFile file) {
    this.file = file;
  }

  static SqliteTogether open(Path directory, Sink sink) throws SQLException, IOException {
    SqliteFile file = SqliteFile.open(directory);
    sink.deliver(file.rows());
    SqliteTogether opened = new SqliteTogether(file);
    opened.committer.start();
    return opened;
  }

  @Override
  public void put(String key, byte[] value) throws Exception {
    write(key, value);
  }

  @Override
  public void delete(String key) throws Exception {
    write(key, null);
  }

  private void write(String key, byte @Nullable [] value)
      throws InterruptedException, ExecutionException {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    queue.put(new Waiting(key, value, done));
    done.get();
  }

  private void commitAll() {
    List<Waiting> batch = new ArrayList<>(MOST_TOGETHER);
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, MOST_TOGETHER - 1);
        commit(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void commit(List<Waiting> batch) {
    try {
      for (Waiting one : batch) {
        file.write(one.key(), one.value());
      }
      file.commit();
      batch.forEach(one -> one.done().complete(null));
    } catch (SQLException e) {
      batch.forEach(one -> one.done().completeExceptionally(e));
    }
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    committer.interrupt();
    committer.join();
    file.close();
  }
}
