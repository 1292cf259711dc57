package dev.headwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContentHashTest {

  @Test
  void theOrderIsThatOfUnsignedBytes() {
    assertThat(hash(0x7f)).isLessThan(hash(0x80));
    assertThat(hash(0x80)).isLessThan(hash(0xff));
    assertThat(hash(1)).isEqualByComparingTo(hash(1)).isEqualTo(hash(1)).hasSameHashCodeAs(hash(1));
  }

  @Test
  void theBytesAreCopiedInAndOut() {
    byte[] bytes = new byte[ContentHash.BYTES];
    ContentHash hash = ContentHash.of(bytes);
    bytes[0] = 1;
    hash.bytes()[1] = 1;
    assertThat(hash.bytes()).containsOnly(0);
    assertThat(hash).hasToString("00".repeat(32));
  }

  @Test
  void anotherLengthIsRefused() {
    assertThatThrownBy(() -> ContentHash.of(new byte[31])).hasMessageContaining("31");
  }

  private static ContentHash hash(int first) {
    byte[] bytes = new byte[ContentHash.BYTES];
    bytes[0] = (byte) first;
    return ContentHash.of(bytes);
  }
}
