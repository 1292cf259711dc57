package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries that expire soon. */
class RefreshTest {

  private static final Key A = key("a");
  private static final long LIFETIME_MILLIS = 100_000;

  private final ChainRig rig = new ChainRig();
  private final Entry entry = expiring(0);

  @AfterEach
  void close() {
    rig.close();
  }

  /* Written so long after the start, it lives as long as all. */
  private static Entry expiring(long afterMillis) {
    long now = ManualClock.START.toEpochMilli() + afterMillis;
    return Entry.of(
        A,
        Stamp.of(now, 0, 7),
        EncodedValue.of(
            ("at " + afterMillis).getBytes(StandardCharsets.UTF_8),
            "utf-8",
            now + LIFETIME_MILLIS));
  }

  private void writtenAndAged(long millis) {
    rig.chain.merge(Write.of(entry));
    rig.background.advance(Duration.ofMillis(millis));
    rig.clearRecords();
  }

  @Test
  void aReadInTheLastTenthAsksTheAuthorityOnceInTheBackground() {
    writtenAndAged(90_000);

    assertThat(rig.chain.read(A)).isEqualTo(entry);
    assertThat(rig.authority.count(Operation.READ)).isZero();
    rig.background.settle();
    assertThat(rig.authority.count(Operation.READ)).isOne();

    rig.chain.read(A);
    rig.chain.readAll(List.of(A));
    rig.background.settle();
    assertThat(rig.authority.count(Operation.READ)).isOne();
  }

  @Test
  void aReadBeforeThatAsksNobody() {
    writtenAndAged(89_999);

    rig.chain.read(A);
    rig.background.settle();

    assertThat(rig.authority.count(Operation.READ)).isZero();
  }

  @Test
  void whatWasRenewedIsThereBeforeTheOldOneExpires() {
    writtenAndAged(95_000);
    Entry renewed = expiring(95_000);
    rig.authorityFaults.faults().failBefore(Operation.POLL, Integer.MAX_VALUE);
    rig.authorityFaults.merge(Write.of(renewed));

    rig.chain.read(A);
    rig.background.settle();

    assertThat(rig.memoryStore.read(A)).isEqualTo(renewed);
    assertThat(rig.chain.read(A)).isEqualTo(renewed);
  }

  @Test
  void afterAFailureTheNextReadTriesAgain() {
    writtenAndAged(95_000);
    rig.authorityFaults.faults().failBefore(Operation.READ, 1);

    rig.chain.read(A);
    rig.background.settle();
    rig.chain.read(A);
    rig.background.settle();

    assertThat(rig.authority.count(Operation.READ)).isEqualTo(2);
  }

  @Test
  void anExpiredEntryIsNeverReturned() {
    writtenAndAged(LIFETIME_MILLIS);

    assertThat(rig.chain.read(A)).isNull();
  }

  @Test
  void aRefreshThatTheEndOfTheChainCutsOffEndsQuietly() {
    writtenAndAged(95_000);
    rig.authorityFaults
        .faults()
        .runBefore(
            Operation.READ,
            () -> {
              rig.chain.close();
              throw new IllegalStateException("authority is closed");
            });

    rig.chain.read(A);

    assertThatCode(rig.background::settle).doesNotThrowAnyException();
  }
}
