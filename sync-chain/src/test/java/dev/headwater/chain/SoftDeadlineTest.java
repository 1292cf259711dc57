package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ManualTimer;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Layers that are slow, on real threads: a slow call parks until the test opens its gate, so how
 * fast the machine is makes no difference.
 */
@Timeout(60)
class SoftDeadlineTest {

  private static final Key A = key("a");
  private static final Entry OLD = value("a", 10, "old");
  private static final Entry YOUNG = value("a", 20, "young");
  private static final Duration SOFT = Duration.ofMillis(30);
  private static final int CALLERS = 100;

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ReferenceStore memory = ChainRig.memory(clock);
  private final FaultyStore cacheFaults =
      new FaultyStore(ReferenceStore.create("cache", clock, ChainRig.remote()));
  private final RecordingStore cache = new RecordingStore(cacheFaults);
  private final FaultyStore authorityFaults =
      new FaultyStore(ReferenceStore.create("authority", clock, ChainRig.remote()));
  private final RecordingStore authority = new RecordingStore(authorityFaults);
  private final Events events = new Events();
  private final Gate gate = new Gate();
  private final ChainStore chain =
      ChainStore.builder()
          .cache("memory", memory)
          .layer(Layer.cache("cache", cache).softDeadline(SOFT))
          .layer(Layer.store("authority", authority).softDeadline(SOFT))
          .background(new Background(threads, timer, Duration.ofMillis(1)))
          .time(clock)
          .random(new Random(1))
          .listener(events)
          .build();

  SoftDeadlineTest() {
    Await.until(() -> events.of("following").size() == 2);
  }

  @AfterEach
  void close() {
    gate.open();
    chain.close();
    threads.shutdownNow();
  }

  private <T> Future<T> start(Callable<T> call) {
    return threads.submit(call);
  }

  private static <T> T result(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private <T> List<T> together(Callable<T> call) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      futures.add(
          start(
              () -> {
                start.await();
                return call.call();
              }));
    }
    start.countDown();
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(result(future));
    }
    return results;
  }

  /* The authority's feed is lost for longer than the grace. */
  private void detach() {
    authorityFaults.faults().failBefore(Operation.POLL, Integer.MAX_VALUE);
    Await.until(() -> !events.of("feedFailed").isEmpty());
    clock.advance(Duration.ofSeconds(8));
    timer.runDue();
    Await.until(() -> !events.of("detached").isEmpty());
  }

  // --- a slow cache ---

  @Test
  void aSlowCacheIsPassedBy() {
    authorityFaults.merge(Write.of(OLD));
    cacheFaults.faults().runBefore(Operation.READ, gate::pass);

    assertThat(chain.lookup(A, ReadBound.anyLayer())).isEqualTo(Answer.current(OLD, "authority"));
    assertThat(cache.count(Operation.READ)).isOne();
    assertThat(memory.read(A)).isEqualTo(OLD);
  }

  @Test
  void aSlowCacheIsPassedByInBatches() {
    authorityFaults.merge(Write.of(OLD));
    cacheFaults.faults().runBefore(Operation.READ_ALL, gate::pass);

    assertThat(chain.readAll(List.of(A, key("b"))).entries()).containsOnlyKeys(A);
    assertThat(authority.count(Operation.READ_ALL)).isOne();
  }

  @Test
  void aHundredCallersOfAColdKeyMakeOneLoadThoughALayerIsSlow() throws Exception {
    authorityFaults.merge(Write.of(OLD));
    cacheFaults.faults().runBefore(Operation.READ, gate::pass);

    assertThat(together(() -> chain.read(A))).hasSize(CALLERS).containsOnly(OLD);

    assertThat(cache.count(Operation.READ)).isOne();
    assertThat(authority.count(Operation.READ)).isOne();
  }

  @Test
  void aSlowCacheIsWaitedForIfNothingElseAnswers() throws Exception {
    cacheFaults.merge(Write.of(OLD));
    authorityFaults.faults().down();
    cacheFaults.faults().runBefore(Operation.READ, gate::pass);

    Future<Answer> answer = start(() -> chain.lookup(A, ReadBound.anyLayer()));
    Await.until(() -> authority.count(Operation.READ) == 1);
    gate.open();

    assertThat(result(answer)).isEqualTo(Answer.current(OLD, "cache"));
    assertThat(cache.count(Operation.READ)).isOne();
  }

  @Test
  void aSlowCacheIsWaitedForInBatchesIfNothingElseAnswers() throws Exception {
    cacheFaults.merge(Write.of(OLD));
    authorityFaults.faults().down();
    cacheFaults.faults().runBefore(Operation.READ_ALL, gate::pass);

    Future<List<Key>> keys = start(() -> List.copyOf(chain.readAll(List.of(A)).entries().keySet()));
    Await.until(() -> authority.count(Operation.READ_ALL) == 1);
    gate.open();

    assertThat(result(keys)).containsExactly(A);
  }

  @Test
  void aCacheThatStaysSlowIsNotAskedAnyMoreAndAskedAgainLater() {
    cacheFaults.faults().runBefore(Operation.READ, gate::pass);
    for (int i = 0; i < 10; i++) {
      assertThat(chain.read(key("k" + i))).isNull();
    }
    assertThat(cache.count(Operation.READ)).isEqualTo(5);
    assertThat(authority.count(Operation.READ)).isEqualTo(10);
    assertThat(events.of("breaker")).isEmpty(); // it answers, after all

    gate.open();
    clock.advance(Duration.ofSeconds(31));
    chain.read(key("later"));
    chain.read(key("later still"));

    assertThat(cache.count(Operation.READ)).isEqualTo(7);
  }

  @Test
  void aCacheThatIsNotAskedForSlownessIsAskedIfNothingElseAnswers() {
    cacheFaults.faults().runBefore(Operation.READ, gate::pass);
    for (int i = 0; i < 5; i++) {
      chain.read(key("k" + i));
    }
    gate.open();
    cacheFaults.merge(Write.of(OLD));
    authorityFaults.faults().down();

    assertThat(chain.read(A)).isEqualTo(OLD);
  }

  // --- a slow authority ---

  @Test
  void aSlowAuthorityIsWaitedForWhereThereIsNoCopy() throws Exception {
    authorityFaults.merge(Write.of(OLD));
    detach();
    authorityFaults.faults().runBefore(Operation.READ, gate::pass);

    Future<Answer> answer = start(() -> chain.lookup(A, ReadBound.anyLayer()));
    gate.awaitCall();
    gate.open();

    assertThat(result(answer)).isEqualTo(Answer.current(OLD, "authority"));
  }

  @Test
  void insteadOfASlowAuthorityACopyIsServedAndTheAnswerIsKept() {
    chain.merge(Write.of(OLD));
    detach();
    authorityFaults.merge(Write.of(YOUNG));
    authorityFaults.faults().runBefore(Operation.READ, gate::pass);

    assertThat(chain.lookup(A, ReadBound.anyLayer())).isEqualTo(Answer.stale(OLD, "memory"));

    gate.open();
    Await.until(() -> YOUNG.equals(memory.read(A)));
    assertThat(authority.count(Operation.READ)).isOne();
  }

  @Test
  void aHundredCallersWithACopyMakeOneCallOfASlowAuthority() throws Exception {
    chain.merge(Write.of(OLD));
    detach();
    authorityFaults.faults().runBefore(Operation.READ, gate::pass);

    assertThat(together(() -> chain.lookup(A, ReadBound.anyLayer())))
        .hasSize(CALLERS)
        .containsOnly(Answer.stale(OLD, "memory"));
    assertThat(chain.read(A)).isEqualTo(OLD);

    assertThat(authority.count(Operation.READ)).isOne();
  }

  @Test
  void anAbsenceThatTheAuthorityTellsLateIsKept() {
    chain.merge(Write.of(OLD));
    detach();
    ChainRig.evict(authorityFaults);
    authorityFaults.faults().runBefore(Operation.READ, gate::pass);
    assertThat(chain.read(A)).isEqualTo(OLD);

    gate.open();

    Await.until(() -> memory.read(A) == null);
  }

  @Test
  void aLateAnswerDoesNotReplaceAWriteThatWasMadeMeanwhile() throws Exception {
    chain.merge(Write.of(OLD));
    detach();
    authorityFaults.faults().runAfter(Operation.READ, gate::pass); // it has read the old one
    assertThat(chain.read(A)).isEqualTo(OLD);
    gate.awaitCall();

    chain.merge(Write.of(YOUNG));
    memory.purge(List.of(Purge.of(YOUNG)));
    gate.open();
    authorityFaults.faults().runAfter(Operation.READ, () -> {});

    Await.until(() -> YOUNG.equals(chain.read(A)) && YOUNG.equals(memory.read(A)));
  }

  @Test
  void aReaderThatTakesNoCopyWaitsForASlowAuthority() throws Exception {
    chain.merge(Write.of(OLD));
    detach();
    authorityFaults.faults().runBefore(Operation.READ, gate::pass);
    ReadBound impatient = ReadBound.anyLayer().orStale(Duration.ofMillis(1));

    Future<Answer> answer = start(() -> chain.lookup(A, impatient));
    gate.awaitCall();
    assertThat(chain.lookup(A, ReadBound.anyLayer())).isEqualTo(Answer.stale(OLD, "memory"));
    gate.open();

    assertThat(result(answer)).isEqualTo(Answer.current(OLD, "authority"));
  }
}
