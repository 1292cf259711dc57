package dev.headwater.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRangeTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theRangeOfAPrefixHasExactlyTheKeysThatStartWithIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String prefix = RandomText.of(random, 2);
      String text =
          random.nextBoolean() ? RandomText.of(random, 3) : prefix + RandomText.of(random, 1);
      assertThat(contains(KeyRange.ofPrefix(prefix), text.getBytes(UTF_8)))
          .as("%s in %s", text, prefix)
          .isEqualTo(text.startsWith(prefix));
    }
  }

  @Test
  void theEmptyPrefixHasEverything() {
    KeyRange range = KeyRange.ofPrefix("");
    assertThat(range.from()).isEmpty();
    assertThat(range.to()).isNull();
  }

  @Test
  void highBytesCarryOver() {
    assertThat(KeyRange.ofPrefix(bytes(1, 0xff, 0xff)).to()).isEqualTo(bytes(2));
    assertThat(KeyRange.ofPrefix(bytes(0x7f)).to()).isEqualTo(bytes(0x80));
    assertThat(KeyRange.ofPrefix(bytes(0xff, 0xff)).to()).isNull();
    assertThat(KeyRange.ofPrefix("a").to()).isEqualTo("b".getBytes(UTF_8));
  }

  @Test
  void afterLeavesOutTheKeyAndWhatIsBeforeIt() {
    KeyRange range = KeyRange.ofPrefix("a/").after("a/b".getBytes(UTF_8));
    assertThat(contains(range, "a/b".getBytes(UTF_8))).isFalse();
    assertThat(contains(range, "a/a".getBytes(UTF_8))).isFalse();
    assertThat(contains(range, "a/b\u0001".getBytes(UTF_8))).isTrue();
    assertThat(contains(range, "a/c".getBytes(UTF_8))).isTrue();
    assertThat(contains(range, "a0".getBytes(UTF_8))).isFalse();
  }

  @Test
  void afterAKeyBelowTheRangeChangesNothing() {
    KeyRange range = KeyRange.ofPrefix("m/");
    assertThat(range.after("a".getBytes(UTF_8)).from()).isEqualTo("m/".getBytes(UTF_8));
    assertThat(range.after("m".getBytes(UTF_8)).from()).isEqualTo("m/".getBytes(UTF_8));
  }

  private static boolean contains(KeyRange range, byte[] key) {
    byte[] to = range.to();
    return Arrays.compareUnsigned(range.from(), key) <= 0
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
