package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.testkit.DecoratorAssertions;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ManualTimer;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On whose thread a layer is called, and how long it is waited for. */
@Timeout(60)
class GuardedStoreTest {

  private static final Key A = key("a");
  private static final Entry ENTRY = value("a", 10, "one");

  private final ManualClock clock = new ManualClock();
  private final FaultyStore faulty =
      new FaultyStore(ReferenceStore.create("store", clock, ChainRig.remote()));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger handedOver = new AtomicInteger();
  private final Background background =
      new Background(
          task -> {
            handedOver.incrementAndGet();
            threads.execute(task);
          },
          new ManualTimer(clock),
          Duration.ofMillis(1));
  private final Gate gate = new Gate();

  GuardedStoreTest() {
    faulty.merge(Write.of(ENTRY));
  }

  @AfterEach
  void close() {
    gate.open();
    threads.shutdownNow();
  }

  private GuardedStore guarded(Layer layer, Background runner) {
    ChainSettings settings =
        new ChainSettings(
            clock,
            new Random(1),
            ChainListener.NONE,
            Duration.ZERO,
            1,
            Duration.ZERO,
            Duration.ZERO,
            OutboxConfig.inMemory(),
            Acknowledgement.AUTHORITY,
            Set.of(),
            Optional.empty());
    return new GuardedStore(layer, LayerGuard.of(layer, settings), runner);
  }

  private GuardedStore guarded() {
    return guarded(Layer.cache("store", faulty), background);
  }

  private static void assertAnswered(Soon<@Nullable Entry> soon) {
    assertThat(soon).isEqualTo(new Soon.Answered<@Nullable Entry>(ENTRY));
  }

  private static Soon.Late<@Nullable Entry> late(Soon<@Nullable Entry> soon) {
    assertThat(soon).isInstanceOf(Soon.Late.class);
    return (Soon.Late<@Nullable Entry>) soon;
  }

  @Test
  void aLayerThatIsWellIsCalledDirectly() {
    GuardedStore store = guarded();

    for (int i = 0; i < 100; i++) {
      assertAnswered(store.readSoon(A));
    }

    assertThat(handedOver).hasValue(0);
  }

  @Test
  void aLayerThatFailedIsCalledOnAnotherThreadForAWhile() {
    GuardedStore store = guarded();
    faulty.faults().failBefore(Operation.READ, 1);
    assertThatThrownBy(() -> store.readSoon(A)).isInstanceOf(StoreUnavailableException.class);

    assertAnswered(store.readSoon(A));
    assertThat(handedOver).hasValue(1);

    clock.advance(Duration.ofMillis(Pace.SUSPECT_MILLIS));
    assertAnswered(store.readSoon(A));
    assertThat(handedOver).hasValue(1);
  }

  @Test
  void aLayerThatWasSlowIsCalledOnAnotherThread() {
    GuardedStore store = guarded();
    faulty.faults().runBefore(Operation.READ, () -> clock.advance(Duration.ofMillis(251)));
    assertAnswered(store.readSoon(A));
    faulty.faults().runBefore(Operation.READ, () -> {});

    assertAnswered(store.readSoon(A));

    assertThat(handedOver).hasValue(1);
  }

  @Test
  void aLayerThatHangsNowIsCalledOnAnotherThread() throws Exception {
    GuardedStore store = guarded();
    faulty.faults().runBefore(Operation.READ, gate::pass);
    threads.execute(() -> store.readSoon(A));
    gate.awaitCall();
    faulty.faults().runBefore(Operation.READ, () -> {});
    assertAnswered(store.readSoon(A));
    assertThat(handedOver).hasValue(0);
    faulty.faults().runBefore(Operation.READ, gate::pass);
    threads.execute(() -> store.readSoon(A));
    gate.awaitCall();
    faulty.faults().runBefore(Operation.READ, () -> {});

    clock.advance(Duration.ofMillis(251));

    assertAnswered(store.readSoon(A));
    assertThat(handedOver).hasValue(1);
  }

  @Test
  void aSoftDeadlineThatIsSetHoldsForEveryCall() throws Exception {
    GuardedStore store =
        guarded(Layer.cache("store", faulty).softDeadline(Duration.ofMillis(20)), background);
    faulty.faults().runBefore(Operation.READ, gate::pass);

    Soon.Late<@Nullable Entry> late = late(store.readSoon(A));

    assertThat(late.why()).contains("20 ms");
    gate.open();
    assertThat(late.rest().get()).isEqualTo(ENTRY);
  }

  @Test
  void aCallThatNothingElseCanAnswerIsNotShortened() throws Exception {
    GuardedStore store =
        guarded(Layer.store("store", faulty).softDeadline(Duration.ofMillis(20)), background);
    Gate own = new Gate();
    faulty.faults().runBefore(Operation.READ, own::pass);
    threads.execute(
        () -> {
          late(store.readSoon(A)); // so that 20 ms have passed
          own.open();
        });
    own.awaitCall();

    assertThat(store.read(A)).isEqualTo(ENTRY);
  }

  @Test
  void withoutThreadsNothingIsEnforced() {
    Background single =
        new Background(
            task -> {
              throw new AssertionError("nobody would run it");
            },
            new ManualTimer(clock),
            Duration.ZERO);
    GuardedStore store =
        guarded(Layer.cache("store", faulty).softDeadline(Duration.ofMillis(20)), single);

    assertAnswered(store.readSoon(A));
  }

  @Test
  void itIsAWholeDecorator() {
    DecoratorAssertions.assertOverridesEverything(GuardedStore.class);
  }
}
