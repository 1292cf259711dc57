package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.TypedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Merges by several threads and processes come to the same as one after the other. */
abstract class ConcurrencyContract extends ContractGroup {

  private static final int THREADS = 4;

  @Test
  void theNewestEntryOfEachKeyRemains() throws InterruptedException {
    requireDecisionsAtOnce();
    List<List<Entry>> writes = randomWrites();
    Store other = open();
    Parallel.run(
        THREADS,
        thread -> {
          Store writer = thread % 2 == 0 ? store() : other;
          writes.get(thread).forEach(entry -> writer.merge(Write.of(entry)));
        });
    assertThat(list(ListRequest.all(""))).containsExactlyElementsOf(newest(writes));
  }

  @Test
  void theNewestEntryOfEachKeyRemainsOfBatchesToo() throws InterruptedException {
    requireDecisionsAtOnce();
    List<List<Entry>> writes = randomWrites();
    Store other = open();
    Parallel.run(
        THREADS,
        thread -> {
          Store writer = thread % 2 == 0 ? store() : other;
          List<Entry> mine = writes.get(thread);
          for (int i = 0; i < mine.size(); i += 10) {
            writer.mergeAll(Batch.of(mine.subList(i, i + 10)));
          }
        });
    assertThat(list(ListRequest.all(""))).containsExactlyElementsOf(newest(writes));
  }

  @Test
  void onlyOneOfManyEqualMergesWrites() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      Entry entry = value("k" + round, 1, "x");
      AtomicInteger wrote = new AtomicInteger();
      Parallel.run(
          THREADS,
          thread -> {
            MergeOutcome outcome = merge(entry);
            assertThat(outcome.isHeld()).isTrue();
            wrote.addAndGet(outcome.wrote() ? 1 : 0);
          });
      assertThat(wrote).hasValue(1);
    }
  }

  @Test
  void exactlyOneOfManyFindsAKeyAbsent() throws InterruptedException {
    requireDecisionsAtOnce();
    if (!has(Capability.PRECONDITIONS)) {
      assertRejected(Reason.UNSUPPORTED, () -> store().merge(ifAbsent("a", 1)));
      return;
    }
    Store other = open();
    for (int round = 0; round < 8; round++) {
      String key = "k" + round;
      Map<Integer, MergeOutcome> outcomes = new ConcurrentHashMap<>();
      Parallel.run(
          THREADS,
          thread ->
              outcomes.put(
                  thread, (thread % 2 == 0 ? store() : other).merge(ifAbsent(key, thread + 1L))));
      assertThat(outcomes.values().stream().filter(MergeOutcome::wrote)).as(key).hasSize(1);
      assertThat(outcomes.values())
          .allMatch(one -> one.wrote() || one instanceof MergeOutcome.Refused);
    }
  }

  @Test
  void noUpdateIsLost() throws InterruptedException {
    requireDecisionsAtOnce();
    if (!has(Capability.PRECONDITIONS)) {
      assertRejected(Reason.UNSUPPORTED, () -> counter(store(), 1).update(key("n"), n -> "1"));
      return;
    }
    int rounds = 12;
    Store other = open();
    Parallel.run(
        THREADS,
        thread -> {
          TypedStore<String> counter = counter(thread % 2 == 0 ? store() : other, thread + 1L);
          for (int i = 0; i < rounds; i++) {
            increment(counter);
          }
        });
    assertThat(settled(counter(store(), 99), "" + THREADS * rounds))
        .isEqualTo("" + THREADS * rounds);
  }

  @Test
  void aReaderNeverSeesAnOlderEntryAfterANewer() throws InterruptedException {
    int writes = 60;
    Parallel.run(
        2,
        thread -> {
          if (thread == 0) {
            for (int i = 1; i <= writes; i++) {
              write(value("a", i, "x"));
            }
          } else {
            readForward(stamp(writes));
          }
        });
  }

  @Test
  void listingsAndFeedsRunBesideWriters() throws InterruptedException {
    List<Entry> stay = Entries.values("stay/", 50, 1);
    store().mergeAll(Batch.of(stay));
    Parallel.run(
        3,
        thread -> {
          for (int i = 0; i < 20; i++) {
            if (thread == 0) {
              store().mergeAll(Batch.of(Entries.values("come/" + i + "/", 5, 1)));
            } else {
              assertThat(list(ListRequest.live("stay/").pageSize(10 * thread)))
                  .containsExactlyElementsOf(stay);
            }
          }
        });
  }

  /* Reads until the last write is seen. */
  private void readForward(Stamp last) {
    Stamp seen = Stamp.MIN;
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    while (!seen.equals(last)) {
      Entry entry = read("a");
      Stamp now = entry == null ? Stamp.MIN : entry.stamp();
      assertThat(now).isGreaterThanOrEqualTo(seen);
      assertThat(deadline.isPast()).as("the last write was not seen in time").isFalse();
      seen = now;
    }
  }

  /* The counter's value; a store that keeps copies may need a moment to see the other's writes. */
  private @Nullable String settled(TypedStore<String> counter, String expected) {
    String value = counter.get(key("n"));
    if (fixture().visibility() == StoreFixture.Visibility.SOON) {
      Deadline patience = Deadline.in(fixture().feedPatience());
      while (!expected.equals(value) && !patience.isPast()) {
        Thread.onSpinWait();
        value = counter.get(key("n"));
      }
    }
    return value;
  }

  private TypedStore<String> counter(Store on, long origin) {
    return TypedStore.of(on, Codecs.utf8(), new HybridClock(origin, clock()));
  }

  private static void increment(TypedStore<String> counter) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    while (true) {
      try {
        counter.update(key("n"), n -> n == null ? "1" : "" + (Integer.parseInt(n) + 1));
        return;
      } catch (StoreUnavailableException e) {
        assertThat(deadline.isPast()).as("%s", e).isFalse(); // others were faster; try again
      }
    }
  }

  private static Write ifAbsent(String key, long origin) {
    return new Write(value(Key.of(key), stamp(1, origin), "by " + origin), Precondition.absent());
  }

  private static List<List<Entry>> randomWrites() {
    List<List<Entry>> writes = new ArrayList<>();
    List<Key> keys = Entries.values("k", 8, 1).stream().map(Entry::key).toList();
    for (int thread = 0; thread < THREADS; thread++) {
      RandomEntries random = new RandomEntries(thread, keys, Long.MAX_VALUE / 2);
      List<Entry> mine = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        mine.add(random.entry());
      }
      writes.add(mine);
    }
    return writes;
  }

  private static List<Entry> newest(List<List<Entry>> writes) {
    TreeMap<Key, Entry> newest = new TreeMap<>();
    for (List<Entry> some : writes) {
      for (Entry entry : some) {
        newest.merge(
            entry.key(), entry, (one, two) -> EntryOrder.compare(one, two) >= 0 ? one : two);
      }
    }
    return List.copyOf(newest.values());
  }
}
