package dev.headwater.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RandomEntries;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that ends anywhere, and the run after it. */
class SyncInterruptionTest {

  private static final int MOST_CALLS = 100;

  private final ManualClock clock = new ManualClock();

  private enum When {
    BEFORE_EFFECT,
    AFTER_EFFECT
  }

  private final class Pairing {
    final FaultyStore source = new FaultyStore(ReferenceStore.create("left", clock));
    final FaultyStore target = new FaultyStore(ReferenceStore.create("right", clock));

    Pairing() {
      RandomEntries entries =
          new RandomEntries(
              11, IntStream.range(0, 40).mapToObj(i -> Key.of("k" + i)).toList(), clock.millis());
      for (int i = 0; i < 60; i++) {
        Contents.fill(source, entries.entry());
        Contents.fill(target, entries.entry());
      }
    }

    SyncBuilder sync(Background background) {
      return Sync.between(source, target)
          .mode(Sync.Mode.TWO_WAY)
          .time(clock)
          .pageSize(6)
          .batchSize(4)
          .inFlight(2)
          .retries(0)
          .background(background);
    }

    FaultyStore on(Side side) {
      return side == Side.SOURCE ? source : target;
    }
  }

  private static void failCall(FaultyStore store, Operation operation, int nth, When when) {
    if (when == When.BEFORE_EFFECT) {
      store.faults().failNth(operation, nth);
      return;
    }
    AtomicInteger calls = new AtomicInteger();
    store
        .faults()
        .runAfter(
            operation,
            () -> {
              if (calls.incrementAndGet() == nth) {
                throw lost(store, operation);
              }
            });
  }

  private static StoreException lost(Store store, Operation operation) {
    StoreException.Subject subject = StoreException.Subject.of(store, operation.toString());
    return operation == Operation.MERGE_ALL
        ? new OutcomeUnknownException(subject, "the answer was lost")
        : new StoreUnavailableException(subject, "the answer was lost");
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"LIST", "PAGE", "MERGE_ALL"})
  void theNextRunDoesTheRestWhereverARunEnded(Operation operation) {
    Pairing whole = new Pairing();
    whole.sync(new Inline().background()).build().run();
    Map<Key, Entry> left = Contents.of(whole.source);
    Map<Key, Entry> right = Contents.of(whole.target);
    for (Side side : Side.values()) {
      for (When when : When.values()) {
        int calls = interruptEverywhere(operation, side, when, left, right);
        assertThat(calls).as("%s of %s", operation, side).isBetween(1, MOST_CALLS);
      }
    }
  }

  private int interruptEverywhere(
      Operation operation, Side side, When when, Map<Key, Entry> left, Map<Key, Entry> right) {
    for (int nth = 1; nth <= MOST_CALLS; nth++) {
      Pairing pair = new Pairing();
      failCall(pair.on(side), operation, nth, when);
      SyncReport interrupted = pair.sync(new Inline().background()).build().attempt();
      pair.on(side).faults().heal();
      if (interrupted.failure() == null) {
        return nth - 1;
      }
      assertThat(interrupted.ending()).isInstanceOf(Ending.Failed.class);
      SyncReport rest = pair.sync(new Inline().background()).build().run();
      String where = "%s %d of %s, %s".formatted(operation, nth, side, when);
      assertThat(Contents.of(pair.source)).as(where).isEqualTo(left);
      assertThat(Contents.of(pair.target)).as(where).isEqualTo(right);
      if (operation != Operation.MERGE_ALL) {
        assertThat(rest.failure()).isNull();
      }
    }
    throw new AssertionError("no run came to its end");
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void aFailureThatPassesIsBridgedAndCountedOnce(When when) {
    Pairing whole = new Pairing();
    SyncReport expected = whole.sync(new Inline().background()).build().run();
    Pairing pair = new Pairing();
    Inline inline = new Inline();
    failCall(pair.target, Operation.MERGE_ALL, 2, when);
    failCall(pair.target, Operation.PAGE, 3, when);
    failCall(pair.source, Operation.MERGE_ALL, 1, when);
    failCall(pair.source, Operation.LIST, 1, when);
    SyncReport report = pair.sync(inline.background()).retries(2).build().run();
    assertThat(inline.pauses).hasSize(4);
    assertThat(report.toSource()).isEqualTo(expected.toSource());
    assertThat(report.toTarget()).isEqualTo(expected.toTarget());
    assertThat(report.unchanged()).isEqualTo(expected.unchanged());
    assertThat(Contents.of(pair.target)).isEqualTo(Contents.of(whole.target));
  }

  @Test
  void aStoreThatDiesEndsTheRunWithItsErrorAndWhatWasDone() {
    FaultyStore source = new FaultyStore(ReferenceStore.create("left", clock));
    FaultyStore target = new FaultyStore(ReferenceStore.create("right", clock));
    Contents.fill(source, Entries.values("k", 1_000, 1));
    AtomicInteger batches = new AtomicInteger();
    target
        .faults()
        .runBefore(
            Operation.MERGE_ALL,
            () -> {
              if (batches.incrementAndGet() == 5) {
                target.faults().down();
              }
            });
    Sync sync =
        Sync.between(source, target)
            .time(clock)
            .batchSize(100)
            .retries(1)
            .background(new Inline().background())
            .build();
    SyncReport report = sync.attempt();
    assertThat(report.copied()).isEqualTo(400);
    assertThat(report.failure())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("right");
    assertThatThrownBy(sync::run).isInstanceOf(StoreUnavailableException.class);
    target.faults().heal();
    assertThat(Contents.of(target)).hasSize(400);
    assertThat(sync.run().copied()).isEqualTo(600);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void convergesOnManyThreadsWithStoresThatFailAllTheTime(long seed) {
    Pairing whole = new Pairing();
    whole.sync(new Inline().background()).build().run();
    Pairing pair = new Pairing();
    AtomicInteger calls = new AtomicInteger((int) seed);
    for (Side side : Side.values()) {
      for (Operation operation : new Operation[] {Operation.PAGE, Operation.MERGE_ALL}) {
        Runnable sometimes =
            () -> {
              if (calls.incrementAndGet() % 3 == 0) {
                throw lost(pair.on(side), operation);
              }
            };
        pair.on(side).faults().runAfter(operation, sometimes);
      }
    }
    try (Background threads = Background.daemon("sync-test")) {
      Background hasty = new Background(threads.executor(), new Inline(), Duration.ZERO);
      SyncReport report = pair.sync(hasty).retries(20).build().run();
      assertThat(report.held()).isZero();
    }
    pair.source.faults().heal();
    pair.target.faults().heal();
    assertThat(Contents.of(pair.source)).isEqualTo(Contents.of(whole.source));
    assertThat(Contents.of(pair.target)).isEqualTo(Contents.of(whole.target));
  }

  @Test
  void leavesNothingOpen() {
    ScriptedStore pages =
        new ScriptedStore(
            ReferenceStore.create("left", clock),
            ScriptedStore.page(Entries.value("a", 1, "v")),
            ScriptedStore.page(Entries.value("b", 1, "v")),
            ScriptedStore.last(Entries.value("c", 1, "v")));
    FaultyStore target = new FaultyStore(ReferenceStore.create("right", clock));
    target.faults().failNth(Operation.MERGE_ALL, 1);
    Sync sync =
        Sync.between(pages, target)
            .time(clock)
            .batchSize(1)
            .inFlight(1)
            .retries(0)
            .background(new Inline().background())
            .build();
    assertThat(sync.attempt().ending()).isInstanceOf(Ending.Failed.class);
    assertThat(pages.open).isZero();
    assertThat(sync.attempt().copied()).isEqualTo(3);
    assertThat(pages.open).isZero();
  }

  @Test
  void anInterruptEndsTheRunAndStaysSet() {
    Pairing pair = new Pairing();
    try (Background background = Background.daemon("sync-test")) {
      Thread.currentThread().interrupt();
      SyncReport report = pair.sync(background).build().attempt();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(report.failure())
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("interrupted");
    }
    assertThat(pair.sync(new Inline().background()).build().run().failure()).isNull();
  }

  @Test
  void aClosedBackgroundEndsTheRun() {
    Pairing pair = new Pairing();
    Background background = Background.daemon("sync-test");
    background.close();
    assertThat(pair.sync(background).build().attempt().failure())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("executor");
  }
}
