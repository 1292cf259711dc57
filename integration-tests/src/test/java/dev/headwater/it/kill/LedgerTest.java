package dev.headwater.it.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import org.junit.jupiter.api.Test;

/** Histories that are wrong, each in one way: the ledger must not let them pass. */
class LedgerTest {

  private static final Key A = Key.of("a");
  private static final String PLACE = "SQL";
  private static final Stamp FIRST = new Stamp(1, 7);
  private static final Stamp SECOND = new Stamp(2, 7);

  private final Ledger ledger = new Ledger();

  private void acknowledge(Stamp stamp, Acknowledgement level) {
    ledger.trying(A, stamp, false, level);
    ledger.acknowledged(A, stamp);
  }

  private void acknowledgeDelete(Stamp stamp) {
    ledger.trying(A, stamp, true, Acknowledgement.LOCAL);
    ledger.acknowledged(A, stamp);
  }

  private static Entry value(Stamp stamp) {
    return Scribe.value(A, stamp);
  }

  private void assertOne(Ledger.Wrong kind) {
    assertThat(ledger.count(kind)).as("%s", ledger.wrongs()).isEqualTo(1);
    assertThat(ledger.wrongs()).hasSize(1);
  }

  @Test
  void aHistoryThatIsRightHasNoWrongs() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    ledger.decided(PLACE, A, null); // it is still owed
    ledger.begin();
    ledger.read(A, FIRST);
    ledger.trying(A, SECOND, true, Acknowledgement.AUTHORITY);
    ledger.passing(PLACE, A, value(FIRST));
    ledger.acknowledged(A, SECOND);
    ledger.passing(PLACE, A, Entry.tombstone(A, SECOND));
    ledger.decided(PLACE, A, Entry.tombstone(A, SECOND));
    ledger.complete(PLACE, A, Entry.tombstone(A, SECOND));
    ledger.cached(PLACE, A, null);

    assertThat(ledger.wrongs()).isEmpty();
    assertThat(ledger.acknowledged()).isEqualTo(2);
  }

  @Test
  void anAcknowledgedWriteThatIsReadAsAbsentIsLost() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    ledger.begin();
    ledger.read(A, null);

    assertOne(Ledger.Wrong.LOST);
  }

  @Test
  void anAcknowledgedWriteThatACompleteLayerHasNotIsLost() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    acknowledge(SECOND, Acknowledgement.LOCAL);
    ledger.complete(PLACE, A, value(FIRST));

    assertOne(Ledger.Wrong.LOST);
  }

  @Test
  void aWriteThatTheAuthorityAcknowledgedAndHasNotIsLostWhateverIsOwed() {
    acknowledge(FIRST, Acknowledgement.AUTHORITY);
    ledger.decided(PLACE, A, null);

    assertOne(Ledger.Wrong.LOST);
  }

  @Test
  void anAcknowledgedWriteThatIsWithdrawnIsLost() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    ledger.withdrawn(A, FIRST);

    assertOne(Ledger.Wrong.LOST);
  }

  @Test
  void anOlderValueAfterADeleteIsResurrected() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    acknowledgeDelete(SECOND);
    ledger.read(A, FIRST);

    assertOne(Ledger.Wrong.RESURRECTED);
  }

  @Test
  void anOlderValueInACacheAfterADeleteIsResurrected() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    acknowledgeDelete(SECOND);
    ledger.cached(PLACE, A, value(FIRST));

    assertOne(Ledger.Wrong.RESURRECTED);
  }

  @Test
  void anOlderReadAfterANewerOneIsOutOfOrderEvenIfThatWasNotAcknowledged() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    ledger.trying(A, SECOND, false, Acknowledgement.LOCAL);
    ledger.begin();
    ledger.read(A, SECOND);
    ledger.begin();
    ledger.read(A, FIRST);

    assertOne(Ledger.Wrong.OUT_OF_ORDER);
  }

  @Test
  void aLayerThatGoesBackIsOutOfOrder() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    acknowledge(SECOND, Acknowledgement.LOCAL);
    ledger.passing(PLACE, A, value(SECOND));
    ledger.passing(PLACE, A, value(FIRST));

    assertOne(Ledger.Wrong.OUT_OF_ORDER);
  }

  @Test
  void aWriteThatWasRefusedMustNotShow() {
    ledger.trying(A, FIRST, false, Acknowledgement.AUTHORITY);
    ledger.refused(A, FIRST);
    ledger.passing(PLACE, A, value(FIRST));

    assertOne(Ledger.Wrong.OTHER);
  }

  @Test
  void whatNobodyWroteMustNotShow() {
    ledger.read(A, FIRST);

    assertOne(Ledger.Wrong.OTHER);
  }

  @Test
  void aValueMustBeWhatWasWritten() {
    ledger.trying(A, FIRST, true, Acknowledgement.LOCAL);
    ledger.passing(PLACE, A, value(FIRST));

    assertOne(Ledger.Wrong.OTHER);
  }

  @Test
  void aStampMustNotBeIssuedTwice() {
    acknowledge(FIRST, Acknowledgement.LOCAL);
    ledger.trying(A, FIRST, false, Acknowledgement.LOCAL);

    assertOne(Ledger.Wrong.OTHER);
  }

  @Test
  void aLaterLifeMustNotIssueAnEarlierStamp() {
    acknowledge(SECOND, Acknowledgement.LOCAL);
    ledger.begin();
    ledger.trying(A, FIRST, false, Acknowledgement.LOCAL);

    assertOne(Ledger.Wrong.OTHER);
  }
}
