package dev.headwater.testkit;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Page;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stores that are wrong, each in one way. */
final class FlawedStores {

  private FlawedStores() {}

  /** The base: finds what the wrapped store holds, expired or not. */
  private abstract static class Flawed extends ForwardingStore {
    Flawed(Store delegate) {
      super(delegate);
    }

    Entry held(Key key) {
      try (EntryCursor cursor = delegate().list(ListRequest.all(key.text()).pageSize(1))) {
        return cursor.next().entries().stream()
            .filter(entry -> entry.key().equals(key))
            .findFirst()
            .orElse(null);
      }
    }
  }

  /** Takes an entry of the held stamp for a repetition. */
  static final class IgnoringTies extends Flawed {
    IgnoringTies(Store delegate) {
      super(delegate);
    }

    @Override
    public MergeOutcome merge(Write write) {
      Entry held = held(write.key());
      return held != null && EntryOrder.collide(write.entry(), held)
          ? MergeOutcome.unchanged()
          : super.merge(write);
    }
  }

  /** Lists in the order of UTF-16 units. */
  static final class InTextOrder extends Flawed {
    InTextOrder(Store delegate) {
      super(delegate);
    }

    @Override
    public EntryCursor list(ListRequest request) {
      List<Entry> all = new ArrayList<>();
      try (EntryCursor cursor = delegate().list(request.pageSize(ListRequest.MAX_PAGE_SIZE))) {
        all.addAll(cursor.next().entries());
      }
      all.sort(Comparator.comparing(entry -> entry.key().text()));
      return cursor(all, request.pageSize());
    }

    private static EntryCursor cursor(List<Entry> all, int pageSize) {
      List<Entry> rest = new ArrayList<>(all);
      return new EntryCursor() {
        @Override
        public Page next() {
          List<Entry> page = rest.subList(0, Math.min(pageSize, rest.size()));
          List<Entry> copy = List.copyOf(page);
          page.clear();
          return new Page(copy, List.of(), rest.isEmpty());
        }

        @Override
        public void close() {}
      };
    }
  }

  /** Takes a prefix for a pattern in which an underscore means any character. */
  static final class PatternPrefix extends Flawed {
    PatternPrefix(Store delegate) {
      super(delegate);
    }

    @Override
    public EntryCursor list(ListRequest request) {
      int wildcard = request.prefix().indexOf('_');
      return super.list(
          wildcard < 0
              ? request
              : new ListRequest(
                  request.prefix().substring(0, wildcard),
                  request.after(),
                  request.pageSize(),
                  request.scope(),
                  request.known()));
    }
  }

  /** Reads values whose time has passed. */
  static final class ReadingExpired extends Flawed {
    ReadingExpired(Store delegate) {
      super(delegate);
    }

    @Override
    public Entry read(Key key) {
      Entry found = super.read(key);
      return found == null ? held(key) : found;
    }
  }

  /** Forgets what has expired, though it says that it is complete. */
  static final class DroppingExpired extends Flawed {
    private final InstantSource time;

    DroppingExpired(Store delegate, InstantSource time) {
      super(delegate);
      this.time = time;
    }

    @Override
    public MergeOutcome merge(Write write) {
      Entry held = held(write.key());
      if (held != null && held.isExpiredAt(time.millis())) {
        delegate().purge(List.of(Purge.of(held)));
      }
      return super.merge(write);
    }
  }

  /** Deletes by forgetting. */
  static final class Forgetting extends Flawed {
    Forgetting(Store delegate) {
      super(delegate);
    }

    @Override
    public MergeOutcome merge(Write write) {
      MergeOutcome outcome = super.merge(write);
      if (write.entry().isTombstone()) {
        delegate().purge(List.of(Purge.of(write.entry())));
      }
      return outcome;
    }
  }

  static final class IgnoringPreconditions extends Flawed {
    IgnoringPreconditions(Store delegate) {
      super(delegate);
    }

    @Override
    public MergeOutcome merge(Write write) {
      return super.merge(Write.of(write.entry()));
    }
  }

  /** Merges the writes of an atomic batch one by one. */
  static final class HalfBatches extends Flawed {
    HalfBatches(Store delegate) {
      super(delegate);
    }

    @Override
    public List<MergeOutcome> mergeAll(Batch batch) {
      return batch.writes().stream().map(this::merge).toList();
    }
  }

  /** Returns outcomes in the order of keys. */
  static final class ShufflingOutcomes extends Flawed {
    ShufflingOutcomes(Store delegate) {
      super(delegate);
    }

    @Override
    public List<MergeOutcome> mergeAll(Batch batch) {
      List<Write> sorted =
          batch.writes().stream().sorted(Comparator.comparing(Write::key)).toList();
      return super.mergeAll(new Batch(sorted, batch.atomicity()));
    }
  }

  /** Forgets whatever is held. */
  static final class PurgingNewer extends Flawed {
    PurgingNewer(Store delegate) {
      super(delegate);
    }

    @Override
    public int purge(Collection<Purge> purges) {
      return super.purge(
          purges.stream().map(purge -> new Purge(purge.key(), ReferenceStore.LAST_STAMP)).toList());
    }
  }

  /** Keeps keys without their case, as some collations and file systems do. */
  static final class FoldingCase extends Flawed {
    FoldingCase(Store delegate) {
      super(delegate);
    }

    @Override
    public Entry read(Key key) {
      return super.read(Key.of(key.text().toLowerCase(Locale.ROOT)));
    }
  }

  /** States a limit that it does not keep. */
  static final class Unlimited extends Flawed {
    Unlimited(Store delegate) {
      super(delegate);
    }

    @Override
    public Capabilities capabilities() {
      Capabilities all = super.capabilities();
      return new Capabilities(
          all.set(), new Capabilities.Limits(1_000, 4, 10_000, all.limits().timeoutMillis()));
    }
  }

  /** Writes over what is no record. */
  static final class Overwriting extends Flawed {
    Overwriting(Store delegate) {
      super(delegate);
    }

    @Override
    public MergeOutcome merge(Write write) {
      try {
        return super.merge(write);
      } catch (CorruptEntryException e) {
        delegate().purge(List.of(new Purge(write.key(), ReferenceStore.LAST_STAMP)));
        return super.merge(write);
      }
    }
  }

  static final class NeverClosed extends Flawed {
    NeverClosed(Store delegate) {
      super(delegate);
    }

    @Override
    public void close() {}
  }

  /** Decides a precondition by a read before the merge, and lets others come between. */
  static final class CheckingFirst extends Flawed {
    private static final Duration OTHERS = Duration.ofMillis(20);

    CheckingFirst(Store delegate) {
      super(delegate);
    }

    @Override
    public MergeOutcome merge(Write write) {
      Entry held = held(write.key());
      if (write.precondition() == Precondition.none()) {
        return super.merge(write);
      }
      if (!write.entry().equals(held) && !write.precondition().holds(held, 0)) {
        return new MergeOutcome.Refused(held == null ? null : held.stamp());
      }
      letOthersIn();
      return super.merge(Write.of(write.entry()));
    }

    private static void letOthersIn() {
      try {
        boolean never = new CountDownLatch(1).await(OTHERS.toMillis(), TimeUnit.MILLISECONDS);
        assert !never;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Says that it wrote what it held already. */
  static final class Rewriting extends Flawed {
    Rewriting(Store delegate) {
      super(delegate);
    }

    @Override
    public MergeOutcome merge(Write write) {
      MergeOutcome outcome = super.merge(write);
      return outcome == MergeOutcome.unchanged() ? MergeOutcome.written() : outcome;
    }
  }
}
