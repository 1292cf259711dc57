package dev.headwater.testkit;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
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
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails as its {@link Faults} say, before or after it did what it was asked for, pages
 * of listings and polls of feeds among them. {@link #close} always works. Thread-safe.
 */
public final class FaultyStore extends ForwardingStore {

  private final Faults faults = new Faults();

  public FaultyStore(Store delegate) {
    super(delegate);
  }

  /** What goes wrong; changed at any time, by any thread. */
  public Faults faults() {
    return faults;
  }

  @Override
  public String name() {
    return "faulty(" + delegate().name() + ")";
  }

  @Override
  public Capabilities capabilities() {
    return delegate().capabilities();
  }

  @Override
  public @Nullable Entry read(Key key) {
    faults.before(this, Operation.READ);
    Entry entry = delegate().read(key);
    faults.after(this, Operation.READ);
    return entry;
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return call(Operation.READ_ALL, () -> delegate().readAll(keys));
  }

  @Override
  public MergeOutcome merge(Write write) {
    return call(Operation.MERGE, () -> delegate().merge(write));
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return call(Operation.MERGE_ALL, () -> delegate().mergeAll(batch));
  }

  @Override
  public EntryCursor list(ListRequest request) {
    return call(Operation.LIST, () -> new FaultyCursor(delegate().list(request)));
  }

  @Override
  public Mark head() {
    return call(Operation.HEAD, delegate()::head);
  }

  @Override
  public Feed feed(FeedRequest request) {
    return call(Operation.FEED, () -> new FaultyFeed(this, delegate(), request));
  }

  @Override
  public int purge(Collection<Purge> purges) {
    return call(Operation.PURGE, () -> delegate().purge(purges));
  }

  @Override
  public void close() {
    delegate().close();
  }

  <T> T call(Operation operation, Supplier<T> action) {
    faults.before(this, operation);
    T result = action.get();
    faults.after(this, operation);
    return result;
  }

  private final class FaultyCursor implements EntryCursor {
    private final EntryCursor cursor;

    FaultyCursor(EntryCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public Page next() {
      return call(Operation.PAGE, cursor::next);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
