package dev.headwater.filter;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.CorruptEntryException;
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
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store that has only the keys that pass a filter. What else the wrapped store holds is absent:
 * from reads, listings, feeds, purges and the errors in them, values and tombstones alike. A write
 * of a key that does not pass is rejected, with its whole batch, before anything is written.
 */
public final class FilteredStore extends ForwardingStore {

  private final KeyFilter filter;

  public FilteredStore(Store delegate, KeyFilter filter) {
    super(delegate);
    this.filter = filter;
  }

  /** The whole store, of which this shows a part. */
  public Store unfiltered() {
    return delegate();
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
    return filter.admits(key) ? delegate().read(key) : null;
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    List<Key> admitted = keys.stream().filter(filter::admits).toList();
    return admitted.isEmpty() && !keys.isEmpty() ? ReadBatch.EMPTY : delegate().readAll(admitted);
  }

  @Override
  public MergeOutcome merge(Write write) {
    requireAdmitted("merge", write.key());
    return delegate().merge(write);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    batch.writes().forEach(write -> requireAdmitted("mergeAll", write.key()));
    return delegate().mergeAll(batch);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    ListRequest narrowed =
        new ListRequest(
            narrowed(request.prefix()),
            request.after(),
            request.pageSize(),
            request.scope(),
            request.known());
    EntryCursor cursor = delegate().list(narrowed);
    return new EntryCursor() {
      @Override
      public Page next() {
        Page page = cursor.next();
        return new Page(admitted(page.entries()), tellable(page.corrupt()), page.last());
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  @Override
  public Mark head() {
    return delegate().head();
  }

  @Override
  public Feed feed(FeedRequest request) {
    Feed feed = delegate().feed(request.prefix(narrowed(request.prefix())));
    return new Feed() {
      @Override
      public FeedPage poll(Duration wait) {
        FeedPage page = feed.poll(wait);
        return new FeedPage(
            admitted(page.entries()),
            tellable(page.corrupt()),
            admitted(page.withdrawn()),
            page.mark(),
            page.continuity(),
            page.outage());
      }

      @Override
      public void close() {
        feed.close();
      }
    };
  }

  @Override
  public int purge(Collection<Purge> purges) {
    return delegate().purge(purges.stream().filter(purge -> filter.admits(purge.key())).toList());
  }

  @Override
  public void close() {
    delegate().close();
  }

  private void requireAdmitted(String operation, Key key) {
    if (!filter.admits(key)) {
      throw new RejectedException(
          Subject.of(this, operation, key),
          RejectedException.Reason.UNSUPPORTED,
          "the key does not pass the filter (%s); nothing was written".formatted(filter));
    }
  }

  /* What both the request and the filter ask for; if they exclude each other, all is left out. */
  private String narrowed(String prefix) {
    String own = filter.listingPrefix();
    return own.startsWith(prefix) ? own : prefix;
  }

  private List<Entry> admitted(List<Entry> entries) {
    return entries.stream().filter(entry -> filter.admits(entry.key())).toList();
  }

  private List<CorruptEntryException> tellable(List<CorruptEntryException> errors) {
    return errors.stream().filter(error -> filter.admitsNullable(error.key())).toList();
  }
}
