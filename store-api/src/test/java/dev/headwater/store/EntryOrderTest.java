package dev.headwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryOrderTest {

  private static final Key KEY = Key.of("a");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itIsATotalOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      Entry a = entry(random);
      Entry b = entry(random);
      Entry c = entry(random);
      assertThat(Integer.signum(EntryOrder.compare(a, b)))
          .isEqualTo(-Integer.signum(EntryOrder.compare(b, a)));
      assertThat(EntryOrder.compare(a, b) == 0).isEqualTo(a.equals(b));
      if (EntryOrder.compare(a, b) <= 0 && EntryOrder.compare(b, c) <= 0) {
        assertThat(EntryOrder.compare(a, c)).isNotPositive();
      }
      assertThat(EntryOrder.supersedes(a, b)).isEqualTo(EntryOrder.compare(a, b) > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void mergingIsCommutativeAssociativeAndIdempotent(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      Entry a = entry(random);
      Entry b = entry(random);
      Entry c = entry(random);
      assertThat(join(a, b)).isEqualTo(join(b, a));
      assertThat(join(join(a, b), c)).isEqualTo(join(a, join(b, c)));
      assertThat(join(a, a)).isEqualTo(a);
    }
  }

  @Test
  void theOutcomeTellsWhatToDo() {
    Entry older = value(1, 1, "x");
    Entry newer = value(2, 1, "x");
    assertThat(EntryOrder.merge(newer, older)).isEqualTo(MergeOutcome.written());
    assertThat(EntryOrder.merge(older, newer))
        .isEqualTo(new MergeOutcome.Superseded(newer.stamp()));
    assertThat(EntryOrder.merge(older, value(1, 1, "x"))).isEqualTo(MergeOutcome.unchanged());
  }

  @Test
  void aTombstoneIsAboveAValueOfItsStamp() {
    Entry value = value(1, 1, "x");
    Entry tombstone = Entry.tombstone(KEY, value.stamp());
    assertThat(EntryOrder.merge(tombstone, value))
        .isEqualTo(new MergeOutcome.Collided(MergeOutcome.Survivor.GIVEN, value.stamp()));
    assertThat(EntryOrder.merge(value, tombstone))
        .isEqualTo(new MergeOutcome.Collided(MergeOutcome.Survivor.HELD, value.stamp()));
  }

  @Test
  void otherContentOfOneStampCollides() {
    assertThat(EntryOrder.collide(value(1, 1, "x"), value(1, 1, "y"))).isTrue();
    assertThat(EntryOrder.collide(value(1, 1, "x"), value(1, 2, "y"))).isFalse();
    assertThat(EntryOrder.collide(value(1, 1, "x"), value(1, 1, "x"))).isFalse();
  }

  @Test
  void outcomesSayWhetherTheyWroteAndWhetherTheEntryIsHeld() {
    Stamp stamp = Stamp.MIN;
    assertOutcome(MergeOutcome.written(), true, true);
    assertOutcome(MergeOutcome.unchanged(), false, true);
    assertOutcome(new MergeOutcome.Superseded(stamp), false, false);
    assertOutcome(new MergeOutcome.Refused(null), false, false);
    assertOutcome(new MergeOutcome.Collided(MergeOutcome.Survivor.GIVEN, stamp), true, true);
    assertOutcome(new MergeOutcome.Collided(MergeOutcome.Survivor.HELD, stamp), false, false);
  }

  private static void assertOutcome(MergeOutcome outcome, boolean wrote, boolean held) {
    assertThat(outcome.wrote()).as("%s wrote", outcome).isEqualTo(wrote);
    assertThat(outcome.isHeld()).as("%s is held", outcome).isEqualTo(held);
  }

  private static Entry join(Entry given, Entry held) {
    return EntryOrder.supersedes(given, held) ? given : held;
  }

  private static Entry entry(SplittableRandom random) {
    Stamp stamp = Stamp.of(1 + random.nextInt(3), random.nextInt(2), 1 + random.nextInt(2));
    if (random.nextInt(4) == 0) {
      return Entry.tombstone(KEY, stamp);
    }
    long expiry = random.nextInt(3) == 0 ? random.nextInt(3) : EncodedValue.NEVER;
    byte[] bytes = {(byte) random.nextInt(3)};
    return Entry.of(
        KEY, stamp, EncodedValue.of(bytes, random.nextBoolean() ? "bytes" : "json", expiry));
  }

  private static Entry value(long millis, long origin, String text) {
    return Entry.of(
        KEY,
        Stamp.of(millis, 0, origin),
        EncodedValue.of(text.getBytes(StandardCharsets.UTF_8), "utf-8"));
  }
}
