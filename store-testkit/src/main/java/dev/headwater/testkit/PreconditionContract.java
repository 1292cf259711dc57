package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.MergeOutcome.Refused;
import dev.headwater.store.MergeOutcome.Superseded;
import dev.headwater.store.Precondition;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Write;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A conditional merge is decided by what the store holds; who can't decide rejects it. */
abstract class PreconditionContract extends ContractGroup {

  @Test
  void absentHoldsOfAKeyThatWasNeverWritten() {
    expect(value("a", 1, "x"), Precondition.absent(), MergeOutcome.written());
  }

  @Test
  void absentDoesNotHoldOfALiveValue() {
    write(value("a", 1, "there"));
    expect(value("a", 2, "x"), Precondition.absent(), new Refused(stamp(1)));
  }

  @Test
  void absentHoldsOfATombstone() {
    write(tombstone("a", 1));
    expect(value("a", 2, "x"), Precondition.absent(), MergeOutcome.written());
  }

  @Test
  void absentHoldsOfATombstoneButANewerTombstoneStillWins() {
    write(tombstone("a", 3));
    expect(value("a", 2, "x"), Precondition.absent(), new Superseded(stamp(3)));
  }

  @Test
  void absentHoldsOfAnExpiredValue() {
    write(expiring("a", 1, "there", nowMillis() + 10));
    clock().advance(Duration.ofMillis(10));
    expect(value("a", 2, "x"), Precondition.absent(), MergeOutcome.written());
  }

  @Test
  void absentDoesNotHoldOfAValueThatHasNotExpiredYet() {
    write(expiring("a", 1, "there", nowMillis() + 10));
    clock().advance(Duration.ofMillis(9));
    expect(value("a", 2, "x"), Precondition.absent(), new Refused(stamp(1)));
  }

  @Test
  void aDeletionCanBeConditionalToo() {
    expect(tombstone("a", 2), Precondition.absent(), MergeOutcome.written());
  }

  @Test
  void stampIsHoldsOfThatStamp() {
    write(value("a", 1, "there"));
    expect(value("a", 2, "x"), Precondition.stampIs(stamp(1)), MergeOutcome.written());
  }

  @Test
  void stampIsHoldsOfATombstoneOfThatStamp() {
    write(tombstone("a", 1));
    expect(value("a", 2, "x"), Precondition.stampIs(stamp(1)), MergeOutcome.written());
  }

  @Test
  void stampIsDoesNotHoldOfAnotherStamp() {
    write(value("a", 2, "there"));
    expect(value("a", 3, "x"), Precondition.stampIs(stamp(1)), new Refused(stamp(2)));
  }

  @Test
  void stampIsComparesTheOriginToo() {
    write(value("a", 2, "there"));
    expect(value("a", 3, "x"), Precondition.stampIs(stamp(2, 8)), new Refused(stamp(2)));
  }

  @Test
  void stampIsDoesNotHoldOfAnAbsentKey() {
    requireDecisionsAtOnce();
    expect(value("a", 2, "x"), Precondition.stampIs(stamp(1)), new Refused(null));
  }

  @Test
  void aWriteThatHoldsButIsOlderIsSuperseded() {
    write(value("a", 5, "there"));
    expect(value("a", 4, "x"), Precondition.stampIs(stamp(5)), new Superseded(stamp(5)));
  }

  @Test
  void aWriteThatDoesNotHoldIsRefusedEvenIfItIsOlder() {
    write(value("a", 5, "there"));
    expect(value("a", 4, "x"), Precondition.absent(), new Refused(stamp(5)));
  }

  @Test
  void repeatingAConditionalWriteSucceeds() {
    expect(value("a", 1, "x"), Precondition.absent(), MergeOutcome.written());
    expect(value("a", 1, "x"), Precondition.absent(), MergeOutcome.unchanged());
    expect(value("a", 2, "y"), Precondition.stampIs(stamp(1)), MergeOutcome.written());
    expect(value("a", 2, "y"), Precondition.stampIs(stamp(1)), MergeOutcome.unchanged());
  }

  @Test
  void whatAnotherStoreWroteCounts() {
    requireDecisionsAtOnce();
    open().merge(Write.of(value("a", 1, "theirs")));
    expect(value("a", 2, "x"), Precondition.absent(), new Refused(stamp(1)));
  }

  @Test
  void preconditionsOfOneKeyLookAtNoOther() {
    write(value("a", 1, "there"), value("a/b", 1, "there"));
    expect(value("a/", 2, "x"), Precondition.absent(), MergeOutcome.written());
    assertThat(store().read(key("a"))).isEqualTo(value("a", 1, "there"));
  }

  private void expect(Entry entry, Precondition precondition, MergeOutcome expected) {
    Write write = new Write(entry, precondition);
    Entry before = held(entry.key());
    if (has(Capability.PRECONDITIONS)) {
      assertThat(store().merge(write)).isEqualTo(expected);
      assertThat(held(entry.key())).isEqualTo(afterwards(entry, before, expected));
    } else {
      assertRejected(Reason.UNSUPPORTED, () -> store().merge(write));
      assertThat(held(entry.key())).isEqualTo(before);
    }
  }

  private static @Nullable Entry afterwards(
      Entry given, @Nullable Entry before, MergeOutcome outcome) {
    return outcome.wrote() ? given : before;
  }
}
