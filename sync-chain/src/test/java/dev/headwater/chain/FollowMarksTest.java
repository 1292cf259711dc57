package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.journal.Journal;
import dev.headwater.testkit.ReferenceJournal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowMarksTest {

  private static final FollowPlace.Extent EXTENT =
      FollowPlace.Extent.of("middle 1 disk 1", "disk 1");
  private static final ByteBuffer DISK = EXTENT.authority();
  private static final Mark MARK = new Mark("life", "7");
  private static final Key A = key("a");
  private static final Key B = key("b");

  private final ReferenceJournal journal = new ReferenceJournal();
  private final FollowMarks marks = FollowMarks.of(Optional.of(journal), journal::write);

  private static FollowPlace listed(FollowPlace.Extent extent, Mark mark) {
    return new FollowPlace("deep", extent, null, mark);
  }

  private FollowMarks reopened() {
    return FollowMarks.seen(
        Map.of(
            FollowMarks.SECTION, journal.read(FollowMarks.SECTION),
            LeftOutKeys.SECTION, journal.read(LeftOutKeys.SECTION)));
  }

  @Test
  void aPlaceIsKeptWithWhatWasLeftOut() {
    marks.reached(listed(EXTENT, MARK), List.of(A));
    for (FollowMarks known : List.of(marks, reopened())) {
      assertThat(known.of("deep", EXTENT)).isEqualTo(MARK);
      assertThat(known.having("deep", A)).isNull();
      assertThat(known.having("deep", B)).isEqualTo(DISK);
      assertThat(known.having("other", B)).isNull();
    }
  }

  @Test
  void amidAListingNothingIsKnown() {
    FollowPlace amid = new FollowPlace("deep", EXTENT, B, MARK);
    marks.reached(amid, List.of(A));
    for (FollowMarks known : List.of(marks, reopened())) {
      assertThat(known.of("deep", EXTENT)).isNull();
      assertThat(known.listing("deep", EXTENT)).isEqualTo(amid);
      assertThat(known.having("deep", key("c"))).isNull();
    }
    marks.reached(listed(EXTENT, MARK), List.of());
    assertThat(marks.listing("deep", EXTENT)).isNull();
    assertThat(reopened().having("deep", A)).as("left out before").isNull();
    assertThat(reopened().having("deep", B)).isEqualTo(DISK);
  }

  @Test
  void anotherExtentBeginsAnew() {
    marks.reached(listed(EXTENT, MARK), List.of(A));
    FollowPlace.Extent other = FollowPlace.Extent.of("middle 1 disk 2", "disk 2");
    assertThat(marks.of("deep", other)).isNull();
    marks.reached(listed(other, MARK), List.of(B));
    for (FollowMarks known : List.of(marks, reopened())) {
      assertThat(known.having("deep", A)).isEqualTo(other.authority());
      assertThat(known.having("deep", B)).isNull();
    }
    assertThat(journal.read(LeftOutKeys.SECTION)).hasSize(1);
    assertThat(journal.read(FollowMarks.SECTION)).hasSize(1);
  }

  @Test
  void soDoesAnotherLifeOfTheLayer() {
    marks.reached(listed(EXTENT, MARK), List.of(A));
    marks.enter("deep", new Mark("life", "8"));
    assertThat(marks.of("deep", EXTENT)).isEqualTo(MARK);
    marks.enter("deep", new Mark("other", "8"));
    for (FollowMarks known : List.of(marks, reopened())) {
      assertThat(known.of("deep", EXTENT)).isNull();
      assertThat(known.having("deep", B)).isNull();
    }
    assertThat(journal.read(LeftOutKeys.SECTION)).isEmpty();
  }

  @Test
  void ofTooManyThatWereLeftOutAnyMayBeOne() {
    List<Key> many =
        IntStream.rangeClosed(0, LeftOutKeys.MAX_KEYS + 10).mapToObj(i -> key("k" + i)).toList();
    marks.reached(listed(EXTENT, MARK), many);
    for (FollowMarks known : List.of(marks, reopened())) {
      assertThat(known.having("deep", A)).isNull();
    }
    assertThat(journal.read(LeftOutKeys.SECTION)).hasSize(LeftOutKeys.MAX_KEYS + 1);
  }

  @Test
  void whatCantBeReadMayBeAnyKey() {
    marks.reached(listed(EXTENT, MARK), List.of());
    journal.write(List.of(new Journal.Put(LeftOutKeys.SECTION, 1, new byte[] {1, 0})));
    assertThat(reopened().having("deep", B)).isNull();
    journal.write(List.of(new Journal.Put(LeftOutKeys.SECTION, 1, new byte[] {9})));
    assertThat(reopened().having("deep", B)).isNull();
  }

  @Test
  void nothingIsNotedTwice() {
    marks.reached(listed(EXTENT, MARK), List.of(A));
    byte[] before = journal.read(FollowMarks.SECTION).get(0).bytes();
    marks.reached(listed(EXTENT, MARK), List.of(A));
    assertThat(journal.read(LeftOutKeys.SECTION)).hasSize(1);
    assertThat(journal.read(FollowMarks.SECTION).get(0).bytes()).isEqualTo(before);
  }
}
