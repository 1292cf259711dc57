package dev.headwater.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {

  private static final String EMOJI = "\ud83d\ude00";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theOrderIsThatOfUnsignedUtf8Bytes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      Key left = Key.of(RandomText.of(random, 4));
      Key right = Key.of(RandomText.of(random, 4));
      int byBytes =
          Arrays.compareUnsigned(left.text().getBytes(UTF_8), right.text().getBytes(UTF_8));
      assertThat(Integer.signum(left.compareTo(right)))
          .as("%s and %s", left, right)
          .isEqualTo(Integer.signum(byBytes));
      assertThat(left.equals(right)).isEqualTo(byBytes == 0);
    }
  }

  @Test
  void theOrderIsNotThatOfStrings() {
    Key last = Key.of("\uffff");
    Key emoji = Key.of(EMOJI);
    assertThat(emoji).isGreaterThan(last);
    assertThat(emoji.text()).isLessThan(last.text());
  }

  @Test
  void aPrefixComesBeforeWhatItBegins() {
    assertThat(Key.of("a")).isLessThan(Key.of("a/")).isLessThan(Key.of("aa"));
    assertThat(Key.of("a/")).isLessThan(Key.of("a/b")).isLessThan(Key.of("a0"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void utf8GoesThereAndBack(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      Key key = Key.of(RandomText.of(random, 20));
      assertThat(Key.ofUtf8(key.utf8())).isEqualTo(key).hasSameHashCodeAs(key);
      assertThat(key.utf8()).isEqualTo(key.text().getBytes(UTF_8));
    }
  }

  @Test
  void theLongestKeyIsMeasuredInBytes() {
    assertThat(Key.of("x".repeat(1024)).utf8()).hasSize(1024);
    assertThat(Key.of(EMOJI.repeat(256)).utf8()).hasSize(1024);
    assertRefused("x".repeat(1025), "too long", "1025", "1024");
    assertRefused(EMOJI.repeat(256) + "x", "too long", "1025");
    assertRefused("\u20ac".repeat(342), "too long", "1026");
  }

  @Test
  void aMessageShowsOnlyTheStartOfALongKey() {
    assertThatThrownBy(() -> Key.of("start" + "x".repeat(5_000)))
        .hasMessageContaining("'start")
        .message()
        .hasSizeLessThan(200);
  }

  @Test
  void whatIsNoTextIsRefusedWithItsPlace() {
    assertRefused("", "empty");
    assertRefused("ab\u0000", "NUL", "index 2");
    assertRefused("a\ud83d", "unpaired surrogate", "index 1");
    assertRefused("\ude00a", "unpaired surrogate", "index 0");
    assertRefused("\ude00\ud83d", "unpaired surrogate", "index 0");
    assertRefused("a\ud83d\ud83d\ude00", "unpaired surrogate", "index 1");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[][] malformed = {
      {(byte) 0xff},
      {(byte) 0xc0, (byte) 0x80},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {'a', (byte) 0xe2}
    };
    for (byte[] bytes : malformed) {
      assertThatThrownBy(() -> Key.ofUtf8(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("UTF-8");
    }
    assertThatThrownBy(() -> Key.ofUtf8(new byte[0])).hasMessageContaining("empty");
  }

  @Test
  void everyKeyStartsWithTheEmptyPrefixAndWithItself() {
    Key key = Key.of("a/b");
    assertThat(key.startsWith("")).isTrue();
    assertThat(key.startsWith("a/b")).isTrue();
    assertThat(key.startsWith("a/b/")).isFalse();
    assertThat(key.startsWith("A")).isFalse();
  }

  private static void assertRefused(String text, String... parts) {
    assertThatThrownBy(() -> Key.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }
}
