package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies in a shared cache of processes that died before they could replace them. */
class CacheScrubTest {

  private static final Key A = key("a");
  private static final Entry OLD = value("a", 10, "old");
  private static final Entry YOUNG = value("a", 20, "young");
  private static final Duration PERIOD = Duration.ofSeconds(60);

  private final ChainRig.Lower lower = new ChainRig.Lower();
  private @Nullable ChainRig rig;

  @AfterEach
  void close() {
    if (rig != null) {
      rig.close();
    }
  }

  private ChainRig restarted(Duration period) {
    ChainRig chain = new ChainRig(lower, builder -> builder.confirmCopiesEvery(period));
    rig = chain;
    return chain;
  }

  private void inCache(Entry entry) {
    ReferenceStore.over(lower.cache(), "cache", lower.clock(), ChainRig.remote())
        .merge(Write.of(entry));
  }

  private void inAuthority(Entry entry) {
    ReferenceStore.over(lower.authority(), "authority", lower.clock(), ChainRig.remote())
        .merge(Write.of(entry));
  }

  private static void advance(ChainRig chain, Duration time) {
    Duration tick = Duration.ofMillis(100);
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(tick)) {
      chain.background.advance(tick);
    }
  }

  @Test
  void aCopyThatADeadProcessLeftBehindIsReplacedInTime() {
    inCache(OLD);
    inAuthority(YOUNG);
    ChainRig chain = restarted(PERIOD);

    advance(chain, PERIOD);

    assertThat(chain.cacheFaults.read(A)).isEqualTo(YOUNG);
    assertThat(chain.chain.read(A)).isEqualTo(YOUNG);
    assertThat(chain.events.of("updated")).contains("updated authority a");
  }

  @Test
  void whatIsPurgedWhileItIsComparedDoesNotComeBack() {
    ChainRig chain = restarted(PERIOD);
    inCache(OLD);
    inAuthority(YOUNG);
    chain
        .authorityFaults
        .faults()
        .runAfter(
            Operation.READ_ALL, () -> chain.chain.purge(List.of(new Purge(A, YOUNG.stamp()))));

    advance(chain, PERIOD);

    assertThat(chain.authorityFaults.read(A)).isNull();
    assertThat(chain.cacheFaults.read(A)).isNull();
  }

  @Test
  void aCopyThatGoesStaleLaterIsReplacedInTimeToo() {
    ChainRig chain = restarted(PERIOD);
    for (int i = 0; i < 250; i++) {
      inCache(value("k" + i, 10, "old"));
      inAuthority(value("k" + i, 10, "old"));
    }
    advance(chain, PERIOD.multipliedBy(3)); // passes are even by now
    chain.authorityFaults.faults().failBefore(Operation.POLL, Integer.MAX_VALUE);
    inAuthority(value("k7", 20, "young"));

    advance(chain, PERIOD);

    assertThat(chain.cacheFaults.read(key("k7"))).isEqualTo(value("k7", 20, "young"));
  }

  @Test
  void aDeletionIsMadeUpFor() {
    inCache(OLD);
    inAuthority(tombstone("a", 20));
    ChainRig chain = restarted(PERIOD);

    advance(chain, PERIOD);

    assertThat(chain.cacheFaults.read(A)).isEqualTo(tombstone("a", 20));
  }

  @Test
  void whatWasReplacedByAnEntryThatHasExpiredIsDropped() {
    inCache(OLD);
    long end = ManualClock.START.toEpochMilli() + 1_000;
    inAuthority(Entry.of(A, Stamp.of(20, 0, 7), EncodedValue.of(new byte[1], "bytes", end)));
    ChainRig chain = restarted(PERIOD);

    advance(chain, PERIOD);

    assertThat(chain.cacheFaults.read(A)).isNull();
    assertThat(chain.chain.read(A)).isNull();
  }

  @Test
  void whatTheAuthorityKnowsNothingOfStays() {
    inCache(OLD);
    ChainRig chain = restarted(PERIOD);

    advance(chain, PERIOD);

    assertThat(chain.cacheFaults.read(A)).isEqualTo(OLD);
  }

  @Test
  void whatIsCurrentIsNotWritten() {
    inCache(YOUNG);
    inAuthority(YOUNG);
    ChainRig chain = restarted(PERIOD);

    advance(chain, PERIOD.multipliedBy(3));

    assertThat(chain.cache.count(Operation.MERGE_ALL)).isZero();
    assertThat(chain.cache.count(Operation.PURGE)).isZero();
  }

  @Test
  void nothingIsAskedBeforeTheFirstPassAndThenOnePageAtATime() {
    for (int i = 0; i < 250; i++) {
      inCache(value("k" + i, 10, "v"));
      inAuthority(value("k" + i, 10, "v"));
    }
    ChainRig chain = restarted(PERIOD);

    advance(chain, PERIOD.dividedBy(2).minusMillis(100));
    assertThat(chain.cache.count(Operation.LIST)).isZero();
    advance(chain, Duration.ofMillis(100));
    assertThat(chain.authority.count(Operation.READ_ALL)).isOne();
    advance(chain, CacheScrub.BREATH);
    assertThat(chain.authority.count(Operation.READ_ALL)).isEqualTo(2);
    advance(chain, CacheScrub.BREATH);
    assertThat(chain.authority.operations())
        .filteredOn(operation -> operation.startsWith("readAll"))
        .containsExactly("readAll(100)", "readAll(100)", "readAll(50)");
  }

  @Test
  void aPassGoesOnWhereItFailed() {
    inCache(OLD);
    inAuthority(YOUNG);
    ChainRig chain = restarted(PERIOD);
    chain.authorityFaults.faults().failBefore(Operation.READ_ALL, 1);

    advance(chain, PERIOD);

    assertThat(chain.cacheFaults.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void itCanBeTurnedOff() {
    inCache(OLD);
    inAuthority(YOUNG);
    ChainRig chain = restarted(Duration.ZERO);

    advance(chain, Duration.ofMinutes(2));

    assertThat(chain.cacheFaults.read(A)).isEqualTo(OLD);
  }
}
