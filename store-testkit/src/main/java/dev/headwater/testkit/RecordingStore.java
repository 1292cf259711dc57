package dev.headwater.testkit;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Page;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Records which operations a store was asked for, pages of listings and polls of feeds among them.
 * An operation is recorded when it begins, whatever becomes of it. Thread-safe.
 */
public final class RecordingStore extends ForwardingStore {

  private final Queue<Recorded> recorded = new ConcurrentLinkedQueue<>();

  public RecordingStore(Store delegate) {
    super(delegate);
  }

  /**
   * An operation that was asked for.
   *
   * @param operation which
   * @param keys of how many keys; 0 where it is about none
   */
  public record Recorded(Operation operation, int keys) {
    /** The operation's name and, if it can be about several keys, how many. */
    @Override
    public String toString() {
      return keys == 0 ? operation.toString() : operation + "(" + keys + ")";
    }
  }

  /** What was asked for, in order, such as {@code read(1)}, {@code mergeAll(20)}, {@code page}. */
  public List<String> operations() {
    return recorded.stream().map(Recorded::toString).toList();
  }

  /** How often the operation was asked for. */
  public int count(Operation operation) {
    return (int) recorded.stream().filter(one -> one.operation() == operation).count();
  }

  /** Of how many keys the operation was asked for, all calls together. */
  public int keys(Operation operation) {
    return recorded.stream()
        .filter(one -> one.operation() == operation)
        .mapToInt(Recorded::keys)
        .sum();
  }

  /** How many requests there were, polls of feeds left out: those go on in the background. */
  public int requests() {
    return (int)
        recorded.stream()
            .map(Recorded::operation)
            .filter(one -> one != Operation.POLL && one != Operation.CLOSE)
            .count();
  }

  /** Forgets what was recorded. */
  public void clear() {
    recorded.clear();
  }

  @Override
  public String name() {
    return "recording(" + delegate().name() + ")";
  }

  @Override
  public Capabilities capabilities() {
    return delegate().capabilities();
  }

  @Override
  public @Nullable Entry read(Key key) {
    record(Operation.READ, 1);
    return delegate().read(key);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    record(Operation.READ_ALL, keys.size());
    return delegate().readAll(keys);
  }

  @Override
  public MergeOutcome merge(Write write) {
    record(Operation.MERGE, 1);
    return delegate().merge(write);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    record(Operation.MERGE_ALL, batch.writes().size());
    return delegate().mergeAll(batch);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    record(Operation.LIST, 0);
    return new RecordingCursor(delegate().list(request));
  }

  @Override
  public Mark head() {
    record(Operation.HEAD, 0);
    return delegate().head();
  }

  @Override
  public Feed feed(FeedRequest request) {
    record(Operation.FEED, 0);
    return new RecordingFeed(delegate().feed(request));
  }

  @Override
  public int purge(Collection<Purge> purges) {
    record(Operation.PURGE, purges.size());
    return delegate().purge(purges);
  }

  @Override
  public void close() {
    record(Operation.CLOSE, 0);
    delegate().close();
  }

  private void record(Operation operation, int keys) {
    recorded.add(new Recorded(operation, keys));
  }

  private final class RecordingCursor implements EntryCursor {
    private final EntryCursor cursor;

    RecordingCursor(EntryCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public Page next() {
      record(Operation.PAGE, 0);
      return cursor.next();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  private final class RecordingFeed implements Feed {
    private final Feed feed;

    RecordingFeed(Feed feed) {
      this.feed = feed;
    }

    @Override
    public FeedPage poll(Duration wait) {
      record(Operation.POLL, 0);
      return feed.poll(wait);
    }

    @Override
    public void close() {
      feed.close();
    }
  }
}
