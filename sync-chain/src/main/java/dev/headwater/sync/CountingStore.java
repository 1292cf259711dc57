package dev.headwater.sync;

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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the requests to a store: each read, write, batch, page of a listing and poll is one. */
final class CountingStore extends ForwardingStore {

  private final AtomicLong requests = new AtomicLong();

  CountingStore(Store delegate) {
    super(delegate);
  }

  /** How many requests were made so far, failed ones included. */
  long requests() {
    return requests.get();
  }

  /** The wrapped store's name, so that errors and reports name that. */
  @Override
  public String name() {
    return delegate().name();
  }

  @Override
  public Capabilities capabilities() {
    return delegate().capabilities();
  }

  @Override
  public @Nullable Entry read(Key key) {
    requests.incrementAndGet();
    return delegate().read(key);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    requests.incrementAndGet();
    return delegate().readAll(keys);
  }

  @Override
  public MergeOutcome merge(Write write) {
    requests.incrementAndGet();
    return delegate().merge(write);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    requests.incrementAndGet();
    return delegate().mergeAll(batch);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    EntryCursor cursor = delegate().list(request);
    return new EntryCursor() {
      @Override
      public Page next() {
        requests.incrementAndGet();
        return cursor.next();
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  @Override
  public Mark head() {
    requests.incrementAndGet();
    return delegate().head();
  }

  @Override
  public Feed feed(FeedRequest request) {
    Feed feed = delegate().feed(request);
    return new Feed() {
      @Override
      public FeedPage poll(Duration wait) {
        requests.incrementAndGet();
        return feed.poll(wait);
      }

      @Override
      public void close() {
        feed.close();
      }
    };
  }

  @Override
  public int purge(Collection<Purge> purges) {
    requests.incrementAndGet();
    return delegate().purge(purges);
  }

  @Override
  public void close() {
    delegate().close();
  }
}
