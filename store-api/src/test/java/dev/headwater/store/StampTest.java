package dev.headwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StampTest {

  @Test
  void millisAndCounterArePackedAndUnpacked() {
    Stamp stamp = Stamp.of(1_769_854_530_123L, 65_535, 17);
    assertThat(stamp.hlc()).isEqualTo(1_769_854_530_123L << 16 | 0xffff);
    assertThat(stamp.epochMillis()).isEqualTo(1_769_854_530_123L);
    assertThat(stamp.counter()).isEqualTo(65_535);
    assertThat(stamp.origin()).isEqualTo(17);
  }

  @Test
  void theOrderIsByTimeThenCounterThenOrigin() {
    Stamp[] inOrder = {
      Stamp.MIN,
      Stamp.of(0, 0, Long.MAX_VALUE),
      Stamp.of(0, 1, 1),
      Stamp.of(1, 0, 1),
      Stamp.of(1, 0, 2),
      Stamp.of(1, 65_535, 1),
      Stamp.of((1L << 47) - 1, 65_535, Long.MAX_VALUE)
    };
    Stamp[] sorted = inOrder.clone();
    Arrays.sort(sorted);
    assertThat(sorted).containsExactly(inOrder);
    assertThat(inOrder[1].isAfter(inOrder[0])).isTrue();
    assertThat(inOrder[0].isAfter(inOrder[1])).isFalse();
    assertThat(inOrder[0].isAfter(inOrder[0])).isFalse();
    assertThat(inOrder[6]).isEqualTo(new Stamp(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void theBytesOrderAsStampsDo() {
    Stamp low = Stamp.of(255, 255, 255);
    Stamp high = Stamp.of(256, 0, 1);
    assertThat(Arrays.compareUnsigned(EntryRecord.stampBytes(low), EntryRecord.stampBytes(high)))
        .isNegative();
  }

  @Test
  void peopleReadTimeCounterAndOrigin() {
    assertThat(Stamp.of(1_769_854_530_123L, 4, 17)).hasToString("2026-01-31T10:15:30.123Z+4@17");
  }

  @ParameterizedTest
  @CsvSource({"-1,0,1", "140737488355328,0,1", "0,-1,1", "0,65536,1", "0,0,0", "0,0,-1"})
  void whatIsOutOfRangeIsRefused(long millis, int counter, long origin) {
    assertThatThrownBy(() -> Stamp.of(millis, counter, origin))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNegativeClockReadingIsRefused() {
    assertThatThrownBy(() -> new Stamp(-1, 1)).hasMessageContaining("hlc");
  }
}
