package dev.headwater.chain.outbox;

import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.EntryRecord;
import dev.headwater.store.MalformedRecordException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that {@code docs/layout/journal.md} describes; journals of this version hold them. */
class ItemRecordTest {

  private static final ItemRecord.SavedItem ITEM =
      new ItemRecord.SavedItem(
          Item.State.UNDECIDED,
          1_000,
          List.of("sql", "git"),
          new Write(value("a/b", 10, "one"), Precondition.absent()));

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void anItemIsItsStateItsTimeItsLayersAndItsWrite() {
    assertThat(hex(ItemRecord.item(ITEM)))
        .isEqualTo(
            "0101"
                + "00000000000003e8"
                + "02"
                + "0003"
                + "73716c"
                + "0003"
                + "676974"
                + "01"
                + "0003"
                + "612f62"
                + hex(EntryRecord.body(ITEM.write().entry())));
  }

  @Test
  void progressIsAStateAndLayers() {
    assertThat(
            hex(
                ItemRecord.progress(
                    new ItemRecord.SavedProgress(Item.State.DECIDED, List.of("git")))))
        .isEqualTo("0103" + "01" + "0003" + "676974");
  }

  @Test
  void aDeadLetterIsATimeALayerAnErrorAndAWrite() {
    ItemRecord.SavedDeath death =
        new ItemRecord.SavedDeath(
            1_000, "git", "no", new Write(tombstone("a", 10), Precondition.stampIs(stamp(9))));
    assertThat(hex(ItemRecord.dead(death)))
        .isEqualTo(
            "01"
                + "00000000000003e8"
                + "0003"
                + "676974"
                + "0002"
                + "6e6f"
                + "02"
                + "0000000000090000"
                + "0000000000000007"
                + "0001"
                + "61"
                + hex(EntryRecord.body(death.write().entry())));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    assertThat(ItemRecord.item(ItemRecord.item(ITEM))).isEqualTo(ITEM);
    for (Item.State state : Item.State.values()) {
      ItemRecord.SavedProgress progress = new ItemRecord.SavedProgress(state, List.of("git"));
      Item.State read = ItemRecord.progress(ItemRecord.progress(progress)).state();
      assertThat(read).isEqualTo(state == Item.State.JOURNALING ? Item.State.UNDECIDED : state);
    }
    ItemRecord.SavedDeath death =
        new ItemRecord.SavedDeath(5, "git", "é".repeat(5_000), Write.of(value("a", 10, "one")));
    assertThat(ItemRecord.dead(ItemRecord.dead(death)).error()).isEqualTo("é".repeat(4_000));
  }

  @Test
  void aRecordThatEndsTooEarlyIsMalformed() {
    byte[] whole = ItemRecord.item(ITEM);
    int bodyWithoutValue = whole.length - 3;
    for (int length = 0; length < bodyWithoutValue; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ItemRecord.item(part))
          .as("%d bytes", length)
          .isInstanceOf(MalformedRecordException.class);
    }
  }

  @Test
  void aRecordOfAnotherFormatStateOrPreconditionIsMalformed() {
    for (int place : new int[] {0, 1, 21}) {
      byte[] bytes = ItemRecord.item(ITEM);
      bytes[place] = 9;
      assertThatThrownBy(() -> ItemRecord.item(bytes))
          .as("byte %d", place)
          .isInstanceOf(MalformedRecordException.class);
    }
  }
}
