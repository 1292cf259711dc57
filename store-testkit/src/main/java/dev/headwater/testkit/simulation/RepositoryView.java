package dev.headwater.testkit.simulation;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.Known;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Page;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store as one node knows it that reads a repository: what it found when it looked last, which
 * may be long ago, all of it from the same moment. Own writes are made on what is there now, and so
 * bring it up to date; the feed does, too.
 */
final class RepositoryView extends ForwardingStore {

  private static final int LOOKS_PER_MILLE = 400;

  private final Chance chance;
  private final Store view;
  private @Nullable Mark head; // of the view; null before the first look

  RepositoryView(Store delegate, InstantSource time, Chance chance) {
    super(delegate);
    this.chance = chance;
    this.view =
        ReferenceStore.over(new ReferenceData(), delegate.name(), time, delegate.capabilities());
  }

  private void look() {
    head = delegate().head();
    try (EntryCursor cursor = delegate().list(ListRequest.all(""))) {
      Page page;
      do {
        page = cursor.next();
        for (Entry entry : page.entries()) {
          MergeOutcome unused = view.merge(Write.of(entry));
        }
      } while (!page.last());
    }
  }

  private Store known() {
    if (head == null || chance.perMille(LOOKS_PER_MILLE)) {
      look();
    }
    return view;
  }

  @Override
  public @Nullable Entry read(Key key) {
    return known().read(key);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return known().readAll(keys);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    EntryCursor cursor = known().list(request);
    return new EntryCursor() {
      @Override
      public Page next() {
        Page page = cursor.next();
        return new Page(lacking(page.entries(), request.known()), page.corrupt(), page.last());
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  private static List<Entry> lacking(List<Entry> entries, Known known) {
    Map<Key, Stamp> held = known.of(entries.stream().map(Entry::key).toList());
    return entries.stream()
        .filter(
            entry -> {
              Stamp stamp = held.get(entry.key());
              return stamp == null || entry.stamp().isAfter(stamp);
            })
        .toList();
  }

  @Override
  public Mark head() {
    Store unused = known();
    Mark known = head;
    return known == null ? delegate().head() : known;
  }

  @Override
  public MergeOutcome merge(Write write) {
    MergeOutcome outcome = super.merge(write);
    look();
    return outcome;
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    List<MergeOutcome> outcomes = super.mergeAll(batch);
    look();
    return outcomes;
  }

  @Override
  public Feed feed(FeedRequest request) {
    Feed feed = super.feed(request);
    return new Feed() {
      private @Nullable FeedPage undelivered; // who knows what is known could not be asked

      @Override
      public FeedPage poll(Duration wait) {
        FeedPage page = undelivered == null ? feed.poll(wait) : undelivered;
        undelivered = page;
        look();
        List<Entry> entries = lacking(page.entries(), request.known());
        undelivered = null;
        return new FeedPage(entries, page.corrupt(), page.mark(), page.continuity());
      }

      @Override
      public void close() {
        feed.close();
      }
    };
  }
}
