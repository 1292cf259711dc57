package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What readers get while the chain can't follow the authority. */
class StaleServingTest {

  private static final Key A = key("a");
  private static final Key B = key("b");
  private static final Entry OLD = value("a", 10, "old");
  private static final Entry YOUNG = value("a", 20, "young");

  /** Longer than the grace, and shorter than any bound. */
  private static final Duration LONG = Duration.ofSeconds(8);

  private final ChainRig.Lower lower = new ChainRig.Lower();
  private ChainRig rig = new ChainRig(lower);

  @AfterEach
  void close() {
    rig.close();
  }

  private void rebuild(UnaryOperator<ChainStoreBuilder> settings) {
    rig.close();
    rig = new ChainRig(lower, settings);
  }

  private void detach() {
    rig.authorityFaults.faults().down();
    rig.background.advance(LONG);
    assertThat(rig.events.of("detached")).containsExactly("detached authority");
    clear();
  }

  /* The feed is lost, but the authority answers reads. */
  private void loseTheFeed() {
    rig.authorityFaults.faults().failBefore(Operation.POLL, Integer.MAX_VALUE);
    rig.background.advance(LONG);
    assertThat(rig.events.of("detached")).containsExactly("detached authority");
    clear();
  }

  private void comeBack() {
    rig.authorityFaults.faults().heal();
    rig.background.advance(Duration.ofSeconds(6));
    assertThat(rig.events.of("attached")).containsExactly("attached authority");
    clear();
  }

  private void clear() {
    rig.clearRecords();
    rig.events.clear();
  }

  private void written(Entry entry) {
    rig.chain.merge(Write.of(entry));
    rig.background.settle();
    clear();
  }

  private Answer lookup(Key key) {
    return rig.chain.lookup(key, ReadBound.anyLayer());
  }

  // --- served and marked ---

  @Test
  void aCopyInMemoryIsServedAndMarked() {
    written(OLD);
    detach();

    assertThat(lookup(A)).isEqualTo(Answer.stale(OLD, "memory"));
    assertThat(rig.chain.read(A)).isEqualTo(OLD);
    assertThat(rig.events.of("servedStale")).containsExactly("servedStale a", "servedStale a");
  }

  @Test
  void aDeletionIsServedAndMarked() {
    written(tombstone("a", 30));
    detach();

    assertThat(lookup(A)).isEqualTo(Answer.stale(tombstone("a", 30), "memory"));
  }

  @Test
  void withinTheGraceACopyIsCurrentAndNobodyIsAsked() {
    written(OLD);
    rig.authorityFaults.faults().down();
    rig.background.advance(Duration.ofSeconds(4));
    clear();

    assertThat(lookup(A)).isEqualTo(Answer.current(OLD, "memory"));
    assertThat(rig.authority.count(Operation.READ)).isZero();
    assertThat(rig.events.of("servedStale")).isEmpty();
  }

  @Test
  void aCopyInACacheIsServedMarkedAndNotBroughtUp() {
    rig.cache.merge(Write.of(OLD));
    rig.background.advance(Duration.ofMillis(20));
    detach();

    assertThat(lookup(A)).isEqualTo(Answer.stale(OLD, "cache"));
    rig.background.settle();
    assertThat(rig.memoryStore.read(A)).isNull();
  }

  @Test
  void nothingOlderIsServedAfterACopy() {
    rig.cache.merge(Write.of(YOUNG));
    rig.background.advance(Duration.ofMillis(20));
    detach();
    assertThat(rig.chain.read(A)).isEqualTo(YOUNG);
    ChainRig.evict(rig.cacheFaults);
    rig.cacheFaults.merge(Write.of(OLD)); // as a cache that was restored

    assertThatThrownBy(() -> rig.chain.read(A)).isInstanceOf(StoreUnavailableException.class);
    assertThat(rig.events.of("stale")).contains("stale cache a");
  }

  @Test
  void anOlderOwnWriteThatIsAcceptedMeanwhileIsNotServedAfterACopy() {
    rig.cache.merge(Write.of(YOUNG));
    rig.background.advance(Duration.ofMillis(20));
    detach();
    rig.cacheFaults
        .faults()
        .runAfter(
            Operation.READ,
            () -> rig.chain.acknowledging(Acknowledgement.LOCAL).merge(Write.of(OLD)));
    assertThat(rig.chain.read(A)).isEqualTo(YOUNG);
    rig.cacheFaults.faults().runAfter(Operation.READ, () -> {});

    assertThat(rig.chain.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void aKeyThatNobodyHoldsIsNotAbsent() {
    detach();

    assertThatThrownBy(() -> rig.chain.read(A))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("authority");
  }

  @Test
  void anAuthorityThatIsLeftAloneIsNotAsked() {
    written(OLD);
    detach();
    for (int i = 0; i < 5; i++) {
      rig.chain.read(A);
    }
    assertThat(rig.events.of("breaker")).containsExactly("breaker authority OPEN");
    clear();

    assertThat(lookup(A)).isEqualTo(Answer.stale(OLD, "memory"));

    assertThat(rig.cache.requests()).isZero();
    assertThat(rig.authority.count(Operation.READ)).isZero();
  }

  // --- the bound ---

  @Test
  void beyondTheBoundAReadFailsAndNamesTheLayer() {
    written(OLD);
    detach();
    rig.clock.advance(Duration.ofMinutes(59));
    assertThat(rig.chain.read(A)).isEqualTo(OLD);

    rig.clock.advance(Duration.ofMinutes(1));

    assertThatThrownBy(() -> rig.chain.read(A))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("'memory' may be out of date")
        .hasMessageContaining("PT1H allowed")
        .hasMessageContaining("authority");
  }

  @Test
  void withoutStaleServingAReadFailsAsSoonAsTheChainIsDetached() {
    rebuild(builder -> builder.serveStaleFor(Duration.ZERO));
    written(OLD);
    detach();

    assertThatThrownBy(() -> rig.chain.read(A)).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> rig.chain.readAll(List.of(A)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aReaderMayAllowLessOrMoreThanTheChain() {
    written(OLD);
    detach();

    assertThatThrownBy(
            () -> rig.chain.lookup(A, ReadBound.anyLayer().orStale(Duration.ofSeconds(1))))
        .isInstanceOf(StoreUnavailableException.class);
    rig.clock.advance(Duration.ofHours(5));
    assertThat(rig.chain.lookup(A, ReadBound.anyLayer().orStale(Duration.ofHours(6))))
        .isEqualTo(Answer.stale(OLD, "memory"));
  }

  // --- the authority answers, but its feed does not ---

  @Test
  void withoutTheFeedTheAuthorityIsAskedAndItsAnswerIsCurrent() {
    written(OLD);
    loseTheFeed();
    rig.authorityFaults.merge(Write.of(YOUNG));
    clear();

    assertThat(lookup(A)).isEqualTo(Answer.current(YOUNG, "authority"));

    assertThat(rig.authority.operations()).contains("read(1)");
    assertThat(rig.cache.count(Operation.READ)).isZero();
    assertThat(rig.memoryStore.read(A)).isEqualTo(YOUNG);
    assertThat(rig.events.of("servedStale")).isEmpty();
  }

  @Test
  void withoutTheFeedACachesCopyIsConfirmedByTheAuthority() {
    rig.cache.merge(Write.of(OLD));
    rig.authorityFaults.merge(Write.of(YOUNG));
    rig.evict();
    loseTheFeed();

    assertThat(lookup(A)).isEqualTo(Answer.current(YOUNG, "authority"));
  }

  @Test
  void aCopyThatTheAuthorityDoesNotHoldIsDropped() {
    written(OLD);
    loseTheFeed();
    ChainRig.evict(rig.authorityFaults);

    assertThat(lookup(A)).isEqualTo(Answer.current(null, "authority"));
    assertThat(rig.memoryStore.read(A)).isNull();
  }

  // --- coming back ---

  @Test
  void followingAgainMakesCopiesCurrent() {
    written(OLD);
    detach();

    comeBack();

    assertThat(lookup(A)).isEqualTo(Answer.current(OLD, "memory"));
    assertThat(rig.authority.count(Operation.READ)).isZero();
  }

  @Test
  void whatChangedMeanwhileIsThereBeforeCopiesAreCurrent() {
    written(OLD);
    detach();
    rig.authorityFaults.faults().up();
    rig.authorityFaults.merge(Write.of(YOUNG));

    comeBack();

    assertThat(lookup(A)).isEqualTo(Answer.current(YOUNG, "memory"));
  }

  @Test
  void afterAGapMemoryBeginsAnew() {
    written(OLD);
    ChainRig.evict(rig.authorityFaults);
    rig.authorityFaults.faults().restartFeed();
    rig.background.advance(Duration.ofSeconds(1));

    assertThat(rig.memoryStore.read(A)).isNull();
  }

  // --- batches ---

  @Test
  void aBatchIsServedFromCopiesAndAsksTheAuthorityOnce() {
    written(OLD);
    rig.cache.merge(Write.of(value("b", 10, "b")));
    rig.background.advance(Duration.ofMillis(20));
    detach();

    assertThat(rig.chain.readAll(List.of(A, B)).entries())
        .containsOnlyKeys(A, B)
        .containsEntry(A, OLD);

    assertThat(rig.cache.operations()).contains("readAll(1)");
    assertThat(rig.authority.count(Operation.READ_ALL)).isOne();
    assertThat(rig.events.of("servedStale"))
        .containsExactlyInAnyOrder("servedStale a", "servedStale b");
  }

  @Test
  void aBatchWithAKeyThatNobodyHoldsFails() {
    written(OLD);
    detach();

    assertThatThrownBy(() -> rig.chain.readAll(List.of(A, key("nowhere"))))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void aBatchWithoutTheFeedIsConfirmedByTheAuthority() {
    written(OLD);
    loseTheFeed();
    rig.authorityFaults.merge(Write.of(YOUNG));

    assertThat(rig.chain.readAll(List.of(A)).entries()).containsEntry(A, YOUNG);
  }
}
