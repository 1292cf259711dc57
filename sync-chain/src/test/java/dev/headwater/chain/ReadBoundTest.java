package dev.headwater.chain;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads that demand more, or less, than the first answer. */
class ReadBoundTest {

  private static final Key A = key("a");
  private static final Entry OLD = value("a", 10, "old");
  private static final Entry YOUNG = value("a", 20, "young");
  private static final Stamp NEWER = value("a", 30, "any").stamp();

  private final ChainRig rig = new ChainRig();
  private final ChainStore chain = rig.chain;

  @AfterEach
  void close() {
    rig.close();
  }

  private void clear() {
    rig.clearRecords();
    rig.events.clear();
  }

  private void written(Entry entry) {
    chain.merge(Write.of(entry));
    rig.background.settle();
    clear();
  }

  // --- any layer ---

  @Test
  void anyLayerNamesWhoAnswered() {
    written(OLD);
    assertThat(chain.lookup(A, ReadBound.anyLayer())).isEqualTo(Answer.current(OLD, "memory"));
    rig.evict();
    assertThat(chain.lookup(A, ReadBound.anyLayer())).isEqualTo(Answer.current(OLD, "cache"));
    rig.evict();
    ChainRig.evict(rig.cacheFaults);
    assertThat(chain.lookup(A, ReadBound.anyLayer())).isEqualTo(Answer.current(OLD, "authority"));
    assertThat(chain.lookup(key("b"), ReadBound.anyLayer()))
        .isEqualTo(Answer.current(null, "authority"));
  }

  // --- the authority ---

  @Test
  void theAuthorityIsAskedAlone() {
    written(OLD);
    rig.authorityFaults.merge(Write.of(YOUNG));
    clear();

    assertThat(chain.lookup(A, ReadBound.authority()))
        .isEqualTo(Answer.current(YOUNG, "authority"));

    assertThat(rig.memory.count(Operation.READ)).isZero();
    assertThat(rig.cache.requests()).isZero();
    assertThat(rig.authority.operations()).containsExactly("read(1)");
  }

  @Test
  void whatTheAuthoritySaysIsKept() {
    written(OLD);
    rig.authorityFaults.merge(Write.of(YOUNG));

    chain.lookup(A, ReadBound.authority());

    assertThat(rig.memoryStore.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void aDeadAuthorityIsAnErrorThoughThereAreCopies() {
    written(OLD);
    rig.authorityFaults.faults().down();

    assertThatThrownBy(() -> chain.lookup(A, ReadBound.authority()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("authority");
    assertThatThrownBy(() -> chain.reading(ReadBound.authority()).readAll(List.of(A)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aDeadAuthorityIsReplacedByACopyIfTheReaderTakesIt() {
    written(OLD);
    rig.authorityFaults.faults().down();
    ReadBound bound = ReadBound.authority().orStale(Duration.ofMinutes(1));

    assertThat(chain.lookup(A, bound)).isEqualTo(Answer.stale(OLD, "memory"));
    rig.evict();
    assertThat(chain.lookup(A, bound)).isEqualTo(Answer.stale(OLD, "cache"));
    assertThat(chain.reading(bound).readAll(List.of(A)).entries()).containsEntry(A, OLD);
  }

  @Test
  void aBatchAsksTheAuthorityOnce() {
    written(OLD);
    written(value("b", 10, "b"));

    assertThat(
            chain.reading(ReadBound.authority()).readAll(List.of(A, key("b"), key("c"))).entries())
        .containsOnlyKeys(A, key("b"));

    assertThat(rig.cache.requests()).isZero();
    assertThat(rig.authority.operations()).containsExactly("readAll(3)");
  }

  // --- at least ---

  @Test
  void aCopyThatIsNewEnoughIsTheAnswer() {
    written(YOUNG);

    assertThat(chain.lookup(A, ReadBound.atLeast(OLD.stamp())))
        .isEqualTo(Answer.current(YOUNG, "memory"));
    assertThat(chain.lookup(A, ReadBound.atLeast(YOUNG.stamp())))
        .isEqualTo(Answer.current(YOUNG, "memory"));
    assertThat(rig.cache.requests()).isZero();
  }

  @Test
  void anOlderCopyIsPassedBy() {
    written(OLD);
    rig.authorityFaults.merge(Write.of(YOUNG));
    clear();

    assertThat(chain.lookup(A, ReadBound.atLeast(YOUNG.stamp())))
        .isEqualTo(Answer.current(YOUNG, "authority"));
    assertThat(rig.cache.operations()).contains("read(1)");
    assertThat(rig.memoryStore.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void whenNobodyHasItTheErrorSaysWhichStampIsMissing() {
    written(OLD);

    assertThatThrownBy(() -> chain.lookup(A, ReadBound.atLeast(NEWER)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(NEWER.toString())
        .hasMessageContaining(OLD.stamp().toString());
    assertThatThrownBy(() -> chain.lookup(key("b"), ReadBound.atLeast(NEWER)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("none holds the key");
  }

  @Test
  void whenALayerCouldNotBeAskedTheErrorSaysBoth() {
    written(OLD);
    rig.authorityFaults.faults().down();

    assertThatThrownBy(() -> chain.lookup(A, ReadBound.atLeast(NEWER)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(NEWER.toString())
        .hasMessageContaining("authority");
  }

  @Test
  void anOlderEntryIsMarkedIfTheReaderTakesIt() {
    written(OLD);

    assertThat(chain.lookup(A, ReadBound.atLeast(NEWER).orStale(Duration.ofMinutes(1))))
        .isEqualTo(Answer.stale(OLD, "memory"));
  }

  @Test
  void aCopyThatIsNewEnoughIsServedHoweverLongTheAuthorityIsAway() {
    written(YOUNG);
    rig.authorityFaults.faults().down();
    rig.background.advance(Duration.ofSeconds(8));
    rig.clock.advance(Duration.ofHours(5));

    assertThat(chain.lookup(A, ReadBound.atLeast(OLD.stamp())))
        .isEqualTo(Answer.stale(YOUNG, "memory"));
  }

  // --- expired ---

  @Test
  void anExpiredValueIsServedOnlyOnDemandAndOnlyWithinItsBound() {
    Entry entry = expiring("a", 10, "one", rig.clock.millis() + 1000);
    written(entry);
    rig.authorityFaults.faults().down();
    rig.clock.advance(Duration.ofSeconds(3));

    assertThatThrownBy(() -> chain.read(A)).isInstanceOf(StoreUnavailableException.class);
    assertThat(chain.lookup(A, ReadBound.anyLayer().orStale(Duration.ofSeconds(2))))
        .isEqualTo(Answer.stale(entry, "memory"));
    assertThatThrownBy(() -> chain.lookup(A, ReadBound.anyLayer().orStale(Duration.ofMillis(1999))))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void anExpiredValueIsAbsentIfTheAuthorityAnswers() {
    written(expiring("a", 10, "one", rig.clock.millis() + 1000));
    rig.clock.advance(Duration.ofSeconds(3));

    assertThat(chain.lookup(A, ReadBound.anyLayer().orStale(Duration.ofMinutes(1))))
        .isEqualTo(Answer.current(null, "authority"));
  }

  // --- views ---

  @Test
  void aViewBoundsItsReadsAndWritesLikeTheChain() {
    written(OLD);
    rig.authorityFaults.merge(Write.of(YOUNG));
    Store view = chain.acknowledging(Acknowledgement.AUTHORITY).reading(ReadBound.authority());

    assertThat(view.read(A)).isEqualTo(YOUNG);
    Entry newest = value("a", 40, "newest");
    view.merge(Write.of(newest));
    assertThat(view.read(A)).isEqualTo(newest);
    view.close();
    assertThat(chain.read(A)).isEqualTo(newest);
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> ReadBound.anyLayer().orStale(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative");
    assertThatThrownBy(
            () -> new ReadBound(ReadBound.Source.AT_LEAST, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
