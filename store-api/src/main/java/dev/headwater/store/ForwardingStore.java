package dev.headwater.store;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that passes every operation on; the base of all wrappers. */
public abstract class ForwardingStore implements Store {

  private final Store delegate;

  protected ForwardingStore(Store delegate) {
    this.delegate = delegate;
  }

  /** The wrapped store. */
  protected final Store delegate() {
    return delegate;
  }

  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public @Nullable Entry read(Key key) {
    return delegate.read(key);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return delegate.readAll(keys);
  }

  @Override
  public MergeOutcome merge(Write write) {
    return delegate.merge(write);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return delegate.mergeAll(batch);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    return delegate.list(request);
  }

  @Override
  public Mark head() {
    return delegate.head();
  }

  @Override
  public Feed feed(FeedRequest request) {
    return delegate.feed(request);
  }

  @Override
  public int purge(Collection<Purge> purges) {
    return delegate.purge(purges);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
