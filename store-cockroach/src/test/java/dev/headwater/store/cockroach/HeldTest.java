package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldTest {

  private static final List<Entry> ENTRIES =
      List.of(
          value("a", 1, "x"),
          value("a", 1, "y"),
          value("a", 1, "z"),
          tombstone("a", 1),
          value("a", 2, "x"),
          tombstone("a", 2),
          value(Entries.key("a"), stamp(2, 8), "x"),
          Entries.expiring("a", 3, "x", 100));

  @Test
  void itDecidesAsTheOrderOfEntriesDoes() {
    for (Entry given : ENTRIES) {
      for (Entry held : ENTRIES) {
        MergeOutcome expected = EntryOrder.merge(given, held);
        MergeOutcome decided = Held.decide(Write.of(given), held(held), 0);
        assertThat(decided == null ? Held.written(given, held(held)) : decided)
            .as("%s over %s", given, held)
            .isEqualTo(expected);
        assertThat(decided == null).isEqualTo(expected.wrote());
      }
    }
  }

  @Test
  void preconditionsHoldAsTheySay() {
    List<Precondition> preconditions =
        List.of(Precondition.none(), Precondition.absent(), Precondition.stampIs(stamp(1)));
    Entry given = value("a", 9, "new");
    for (Precondition precondition : preconditions) {
      for (Entry held : ENTRIES) {
        for (long now : List.of(0L, 100L)) {
          boolean refused =
              Held.decide(new Write(given, precondition), held(held), now)
                  instanceof MergeOutcome.Refused;
          assertThat(refused)
              .as("%s over %s at %d", precondition, held, now)
              .isEqualTo(!precondition.holds(held, now));
        }
      }
      assertThat(Held.decide(new Write(given, precondition), null, 0))
          .isEqualTo(precondition.holds(null, 0) ? null : new MergeOutcome.Refused(null));
    }
  }

  @Test
  void whatIsHeldAlreadySucceedsWithoutALookAtThePrecondition() {
    Entry held = value("a", 1, "x");
    assertThat(Held.decide(new Write(held, Precondition.absent()), held(held), 0))
        .isEqualTo(MergeOutcome.unchanged());
  }

  private static Held held(Entry entry) {
    EncodedValue value = entry.value();
    return new Held(
        entry.key(),
        entry.stamp(),
        entry.isTombstone(),
        value == null ? EncodedValue.NEVER : value.expiresAtMillis(),
        entry.hash());
  }
}
