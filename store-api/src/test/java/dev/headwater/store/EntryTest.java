package dev.headwater.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EntryTest {

  private static final Key KEY = Key.of("a");
  private static final Stamp STAMP = Stamp.of(1, 0, 7);
  private static final Entry SECRET =
      Entry.of(KEY, STAMP, EncodedValue.of("hunter2".getBytes(UTF_8), "utf-8", 100));

  @Test
  void aValueExpiresAtItsTime() {
    assertThat(SECRET.isLiveAt(99)).isTrue();
    assertThat(SECRET.isLiveAt(100)).isFalse();
    assertThat(SECRET.isExpiredAt(100)).isTrue();
    assertThat(SECRET.isExpiredAt(99)).isFalse();
  }

  @Test
  void aTombstoneIsNeitherLiveNorExpired() {
    Entry tombstone = Entry.tombstone(KEY, STAMP);
    assertThat(tombstone.isTombstone()).isTrue();
    assertThat(tombstone.isLiveAt(0)).isFalse();
    assertThat(tombstone.isExpiredAt(Long.MAX_VALUE)).isFalse();
    assertThat(tombstone.value()).isNull();
    assertThat(tombstone.valueBytes()).isZero();
  }

  @Test
  void whatIsPrintedHasNoValue() {
    assertThat(SECRET.toString())
        .contains("a ")
        .contains("utf-8[7 bytes]")
        .doesNotContain("hunter");
    assertThat(Entry.tombstone(KEY, STAMP).toString()).contains("tombstone");
  }

  @Test
  void entriesAreEqualByKeyStampAndContent() {
    Entry same = Entry.of(KEY, STAMP, EncodedValue.of("hunter2".getBytes(UTF_8), "utf-8", 100));
    assertThat(same).isEqualTo(SECRET).hasSameHashCodeAs(SECRET);
    assertThat(same.hash()).isEqualTo(SECRET.hash());
    assertThat(Entry.of(Key.of("b"), STAMP, SECRET.content())).isNotEqualTo(SECRET);
    assertThat(Entry.of(KEY, Stamp.of(1, 0, 8), SECRET.content())).isNotEqualTo(SECRET);
    assertThat(Entry.tombstone(KEY, STAMP)).isNotEqualTo(SECRET);
    assertThat(Entry.of(Key.of("b"), STAMP, SECRET.content()).hash()).isNotEqualTo(SECRET.hash());
  }

  @Test
  void theBytesOfAValueAreCopiedInAndOut() {
    byte[] bytes = {1, 2};
    EncodedValue value = EncodedValue.of(bytes, "bytes");
    bytes[0] = 9;
    value.bytes()[1] = 9;
    assertThat(value.sharedBytes()).containsExactly(1, 2);
    assertThat(value.expires()).isFalse();
    assertThat(value.isExpiredAt(Long.MAX_VALUE - 1)).isFalse();
  }

  @Test
  void badEncodingsAndExpiriesAreRefused() {
    for (String encoding : new String[] {"", "e".repeat(65), "a b", "\u00e9", "a\n"}) {
      assertThatThrownBy(() -> EncodedValue.of(new byte[0], encoding))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("encoding");
    }
    assertThatThrownBy(() -> EncodedValue.of(new byte[0], "bytes", -1))
        .hasMessageContaining("expiresAtMillis");
  }
}
