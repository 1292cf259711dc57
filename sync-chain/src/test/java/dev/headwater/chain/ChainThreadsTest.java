package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chains under several threads, on real threads and latches. */
@Timeout(60)
class ChainThreadsTest {

  private static final Key A = key("a");
  private static final int CALLERS = 100;

  private final ManualClock clock = new ManualClock();
  private final FaultyStore slow =
      new FaultyStore(ReferenceStore.create("authority", clock, ChainRig.remote()));
  private final RecordingStore authority = new RecordingStore(slow);
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);

  private ChainStore chain(Layer bottom) {
    return ChainStore.builder()
        .cache("memory", ChainRig.memory(clock))
        .layer(bottom)
        .time(clock)
        .build();
  }

  private ChainStore chain() {
    return chain(Layer.store("authority", authority));
  }

  @AfterEach
  void close() {
    gate.countDown();
    callers.shutdownNow();
  }

  private void waitAtGate() {
    try {
      assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /* Starts callers of which one loads and waits at the gate until all the others wait for it. */
  private List<Future<Entry>> coldReads(ChainStore chain) throws InterruptedException {
    AtomicInteger started = new AtomicInteger();
    CountDownLatch loading = new CountDownLatch(1);
    slow.faults()
        .runBefore(
            Operation.READ,
            () -> {
              loading.countDown();
              waitAtGate();
            });
    List<Future<Entry>> reads = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      reads.add(
          callers.submit(
              () -> {
                synchronized (threads) {
                  threads.add(Thread.currentThread());
                }
                started.incrementAndGet();
                return chain.read(A);
              }));
    }
    assertThat(loading.await(30, TimeUnit.SECONDS)).isTrue();
    awaitAllWaiting(started, threads);
    gate.countDown();
    return reads;
  }

  private static void awaitAllWaiting(AtomicInteger started, List<Thread> threads) {
    while (true) {
      synchronized (threads) {
        if (started.get() == CALLERS
            && threads.stream()
                .allMatch(
                    t ->
                        t.getState() == Thread.State.TIMED_WAITING
                            || t.getState() == Thread.State.WAITING)) {
          return;
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void aHundredCallersOfAColdKeyMakeOneLoad() throws Exception {
    Entry entry = value("a", 10, "one");
    slow.merge(Write.of(entry));
    try (ChainStore chain = chain()) {
      for (Future<Entry> read : coldReads(chain)) {
        assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(entry);
      }
      assertThat(authority.count(Operation.READ)).isEqualTo(1);
    }
  }

  @Test
  void callersThatComeLateMakeNoLoadOfTheirOwn() throws Exception {
    int keys = 500;
    for (int i = 0; i < keys; i++) {
      slow.merge(Write.of(value("k" + i, 10, "v")));
    }
    try (ChainStore chain = chain()) {
      for (int i = 0; i < keys; i++) {
        Key cold = key("k" + i);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Entry>> reads = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
          reads.add(
              callers.submit(
                  () -> {
                    start.await();
                    return chain.read(cold);
                  }));
        }
        start.countDown();
        for (Future<Entry> read : reads) {
          assertThat(read.get(30, TimeUnit.SECONDS)).isNotNull();
        }
      }
      assertThat(authority.count(Operation.READ)).isEqualTo(keys);
    }
  }

  @Test
  void aHundredCallersShareAnError() throws Exception {
    try (ChainStore chain = chain()) {
      slow.faults().failBefore(Operation.READ, 1);
      for (Future<Entry> read : coldReads(chain)) {
        assertThatThrownBy(() -> read.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(StoreUnavailableException.class);
      }
      assertThat(authority.count(Operation.READ)).isEqualTo(1);
    }
  }

  @Test
  void twoBatchesThatOverlapDoNotWaitForEachOther() throws Exception {
    slow.merge(Write.of(value("a", 10, "a")));
    slow.merge(Write.of(value("b", 10, "b")));
    try (ChainStore chain = chain()) {
      List<Future<ReadBatch>> reads = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        List<Key> keys = i % 2 == 0 ? List.of(A, key("b")) : List.of(key("b"), A);
        reads.add(callers.submit(() -> chain.readAll(keys)));
      }
      for (Future<ReadBatch> read : reads) {
        assertThat(read.get(30, TimeUnit.SECONDS).entries()).hasSize(2);
      }
    }
  }

  @Test
  void aLayerThatIsTooSlowIsNotWaitedFor() {
    Layer bottom =
        Layer.store("authority", authority).deadline(Duration.ofMillis(50)).failuresToOpen(100);
    try (ChainStore chain = chain(bottom)) {
      slow.faults().runBefore(Operation.READ, this::waitAtGate);
      slow.faults().runBefore(Operation.MERGE, this::waitAtGate);

      assertThatThrownBy(() -> chain.read(A))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("50 ms");
      assertThatThrownBy(() -> chain.merge(Write.of(value("a", 10, "one"))))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("may have happened");
    }
  }

  @Test
  void anAtomicBatchIsSeenWholeThroughEveryLayer() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ReferenceStore memory = ChainRig.memory(clock);
    try (ChainStore chain =
        ChainStore.builder()
            .cache("memory", memory)
            .cache("cache", ReferenceStore.create("cache", clock, ChainRig.remote()))
            .layer(Layer.store("authority", authority))
            .time(clock)
            .build()) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        readers.add(callers.submit(() -> readWhole(chain, done)));
      }
      Future<?> evictor =
          callers.submit(
              () -> {
                while (!done.get()) {
                  ChainRig.evict(memory);
                  Thread.onSpinWait();
                }
              });
      for (int i = 1; i <= 2000; i++) {
        List<Write> writes =
            List.of(Write.of(value("a", i, "v" + i)), Write.of(value("b", i, "v" + i)));
        chain.mergeAll(new Batch(writes, Batch.Atomicity.ALL));
        assertThat(chain.read(A)).isEqualTo(value("a", i, "v" + i));
      }
      done.set(true);
      evictor.get(30, TimeUnit.SECONDS);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
      }
    }
  }

  /* First a, then b: what is found of a is there for b as well, or something newer. */
  private static int readWhole(ChainStore chain, AtomicBoolean done) {
    int reads = 0;
    while (!done.get() || reads == 0) {
      Entry a = chain.read(A);
      Entry b = chain.read(key("b"));
      if (a != null) {
        assertThat(b).isNotNull();
        assertThat(a.stamp().isAfter(b.stamp())).isFalse();
      }
      reads++;
    }
    return reads;
  }

  @Test
  void readsNeverGoBackwardsWhileOthersWriteAndMemoryIsEvicted() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ReferenceStore memory = ChainRig.memory(clock);
    try (ChainStore chain =
        ChainStore.builder()
            .cache("memory", memory)
            .cache("cache", ReferenceStore.create("cache", clock, ChainRig.remote()))
            .layer(Layer.store("authority", authority))
            .time(clock)
            .build()) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        readers.add(callers.submit(() -> readForwards(chain, done)));
      }
      Future<?> evictor =
          callers.submit(
              () -> {
                while (!done.get()) {
                  ChainRig.evict(memory);
                }
              });
      for (int i = 1; i <= 3000; i++) {
        assertThat(chain.merge(Write.of(value("a", i, "v" + i))))
            .isInstanceOf(MergeOutcome.Written.class);
        assertThat(chain.read(A)).isEqualTo(value("a", i, "v" + i));
      }
      done.set(true);
      evictor.get(30, TimeUnit.SECONDS);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
      }
    }
  }

  private static int readForwards(ChainStore chain, AtomicBoolean done) {
    int reads = 0;
    Entry last = null;
    while (!done.get() || reads == 0) {
      Entry entry = chain.read(A);
      if (last != null) {
        assertThat(entry).isNotNull();
        assertThat(entry.stamp().isAfter(last.stamp()) || entry.equals(last)).isTrue();
      }
      last = entry == null ? last : entry;
      reads++;
    }
    return reads;
  }

  @Test
  void writersOfTheSameKeysDoNotStandInEachOthersWay() throws Exception {
    try (ChainStore chain = chain(Layer.store("authority", authority).behind())) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int writer = i;
        writers.add(callers.submit(() -> writeLocally(chain, writer)));
      }
      for (Future<?> writer : writers) {
        writer.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static void writeLocally(ChainStore chain, int writer) {
    for (int i = 0; i < 2_000; i++) {
      Entry entry = value("k" + i % 3, 10 + 8L * i + writer, "v");
      chain.merge(Write.of(entry));
      assertThat(chain.read(entry.key())).isNotNull();
    }
  }
}
