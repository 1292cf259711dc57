package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that meet on the same rows. */
class CockroachConcurrencyIT {

  private static final int THREADS = 6;

  private final SqlTable table = new SqlTable();

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void batchesInAnyOrderDoNotDeadlock() throws Exception {
    CockroachStoreConfig config = table.config("timeout=30s");
    FaultyDataSource watched = new FaultyDataSource(PoolSettings.driver(config));
    inParallel(
        () -> CockroachStore.open(config, InstantSource.system(), watched.dataSource()),
        (store, thread) -> {
          Random random = new Random(thread);
          for (int round = 0; round < 50; round++) {
            List<Entry> batch = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
              long millis = round * 10L + thread;
              batch.add(value("k" + random.nextInt(120), millis, "by " + thread));
            }
            Collections.shuffle(batch, random);
            store.mergeAll(Batch.of(batch));
          }
        });
    if (table.dialect() == Dialect.POSTGRESQL) {
      assertThat(watched.serverErrors()).doesNotContain("40P01", "40001");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serializable", ""})
  void ofManyAtomicBatchesThatWantTheSameKeysOneWins(String isolation) throws Exception {
    for (int round = 0; round < 10; round++) {
      AtomicInteger winners = new AtomicInteger();
      String prefix = "r" + round + "/";
      inParallel(
          isolation.isEmpty() ? "timeout=30s" : "timeout=30s&isolation=" + isolation,
          (store, thread) -> {
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              Entry entry = value(prefix + (thread + i) % 10, thread + 1, "by " + thread);
              writes.add(new Write(entry, Precondition.absent()));
            }
            List<MergeOutcome> outcomes = store.mergeAll(new Batch(writes, Atomicity.ALL));
            boolean won = outcomes.stream().allMatch(MergeOutcome::wrote);
            assertThat(won || outcomes.stream().allMatch(MergeOutcome.Refused.class::isInstance))
                .isTrue();
            winners.addAndGet(won ? 1 : 0);
          });
      assertThat(winners).hasValue(1);
      assertThat(
              table.select(
                  "SELECT count(DISTINCT hlc) FROM $t WHERE k >= '%s' AND k < '%s'"
                      .formatted(prefix, "r" + round + "0")))
          .isEqualTo("1");
    }
  }

  @Test
  void atomicBatchesMoveWhatTheyReadWithoutLosingAny() throws Exception {
    try (CockroachStore store = open("timeout=30s")) {
      store.merge(Write.of(value("n", 1, "0")));
    }
    int each = 20;
    inParallel(
        "timeout=30s",
        (store, thread) -> {
          for (int i = 0; i < each; i++) {
            increment(store, thread + "/" + i);
          }
        });
    try (CockroachStore store = open("timeout=30s")) {
      assertThat(dev.headwater.testkit.Entries.text(store.read(Key.of("n"))))
          .isEqualTo("" + THREADS * each);
    }
    assertThat(table.select("SELECT count(*) FROM $t")).isEqualTo("" + (THREADS * each + 1));
  }

  /* Adds one to a counter and leaves a trace, together. */
  private static void increment(CockroachStore store, String trace) {
    while (true) {
      Entry held = store.read(Key.of("n"));
      int next = Integer.parseInt(dev.headwater.testkit.Entries.text(held)) + 1;
      long millis = held.stamp().epochMillis() + 1;
      List<Write> writes =
          List.of(
              new Write(value("n", millis, "" + next), Precondition.stampIs(held.stamp())),
              Write.of(value("trace/" + trace, millis, "x")));
      MergeOutcome first = store.mergeAll(new Batch(writes, Atomicity.ALL)).get(0);
      if (first.wrote()) {
        return;
      }
    }
  }

  private interface Task {
    void run(CockroachStore store, int thread);
  }

  private void inParallel(String parameters, Task task) throws Exception {
    inParallel(() -> open(parameters), task);
  }

  private static void inParallel(Supplier<CockroachStore> open, Task task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (CockroachStore one = open.get();
        CockroachStore two = open.get()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        done.add(threads.submit(() -> task.run(thread % 2 == 0 ? one : two, thread)));
      }
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private CockroachStore open(String parameters) {
    return CockroachStore.open(table.config(parameters), InstantSource.system());
  }
}
