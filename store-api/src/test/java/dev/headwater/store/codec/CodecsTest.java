package dev.headwater.store.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u0000", "h\u00e9llo", "\ud83d\ude00", "\ufeffbom", "a\nb"})
  void textGoesThereAndBack(String text) {
    Codec<String> utf8 = Codecs.utf8();
    assertThat(utf8.encode(text)).isEqualTo(text.getBytes(UTF_8));
    assertThat(utf8.decode(utf8.encode(text))).isEqualTo(text);
    Codec<String> compressed = Codecs.compressed(utf8, 1_000);
    assertThat(compressed.decode(compressed.encode(text))).isEqualTo(text);
  }

  @Test
  void textThatWouldNotComeBackIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> Codecs.utf8().encode("secret\ud83d"))
        .isInstanceOf(CodecException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Codecs.utf8().decode(new byte[] {'s', (byte) 0xff}))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void bytesAreCopiedInAndOut() {
    Codec<byte[]> bytes = Codecs.bytes();
    byte[] given = {1, 2};
    byte[] encoded = bytes.encode(given);
    given[0] = 9;
    assertThat(encoded).containsExactly(1, 2);
    assertThat(bytes.decode(encoded)).isEqualTo(encoded).isNotSameAs(encoded);
    assertThat(bytes.sharing()).isEqualTo(Codec.Sharing.UNSHARED);
  }

  @Test
  void theNamesTellWhatIsInside() {
    assertThat(Codecs.bytes().encoding()).isEqualTo("bytes");
    assertThat(Codecs.utf8().encoding()).isEqualTo("utf-8");
    Codec<String> compressed = Codecs.compressed(Codecs.utf8(), 10);
    assertThat(compressed.encoding()).isEqualTo("utf-8+deflate");
    assertThat(compressed.sharing()).isEqualTo(Codec.Sharing.SHARED);
    assertThat(Codecs.compressed(Codecs.bytes(), 10).sharing()).isEqualTo(Codec.Sharing.UNSHARED);
  }

  @Test
  void compressingMakesSmallerWhatRepeats() {
    Codec<String> compressed = Codecs.compressed(Codecs.utf8(), 1 << 20);
    assertThat(compressed.encode("headwater ".repeat(1_000))).hasSizeLessThan(200);
  }

  @Test
  void equalValuesGiveEqualBytes() {
    Codec<String> compressed = Codecs.compressed(Codecs.utf8(), 1_000);
    assertThat(compressed.encode("x".repeat(500))).isEqualTo(compressed.encode("x".repeat(500)));
  }

  @Test
  void aBombIsAnErrorBeforeItTakesMemory() throws IOException {
    Codec<byte[]> compressed = Codecs.compressed(Codecs.bytes(), 10_000);
    byte[] bomb = deflated(200 << 20);
    assertThat(bomb).hasSizeLessThan(1 << 20);
    assertThatThrownBy(() -> compressed.decode(bomb))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("10000");
  }

  @Test
  void theBoundHoldsExactlyAndForWritingToo() throws IOException {
    Codec<byte[]> compressed = Codecs.compressed(Codecs.bytes(), 10_000);
    assertThat(compressed.decode(compressed.encode(new byte[10_000]))).hasSize(10_000);
    assertThatThrownBy(() -> compressed.encode(new byte[10_001]))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll("10001", "10000");
    assertThatThrownBy(() -> compressed.decode(deflated(10_001)))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> Codecs.compressed(Codecs.bytes(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNotDeflatedOrEndsEarlyIsAnError() {
    Codec<String> compressed = Codecs.compressed(Codecs.utf8(), 1_000);
    byte[] whole = compressed.encode("some text that is long enough");
    assertThatThrownBy(() -> compressed.decode("plain".getBytes(UTF_8)))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> compressed.decode(Arrays.copyOf(whole, whole.length - 8)))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> compressed.decode(new byte[0])).isInstanceOf(CodecException.class);
  }

  @Test
  void aValueIsDecodedOnceWhereReadersShareIt() {
    Entry shared = entry("x".getBytes(UTF_8), "utf-8");
    assertThat(shared.decode(Codecs.utf8())).isSameAs(shared.decode(Codecs.utf8()));
    Entry own = entry(new byte[] {1}, "bytes");
    assertThat(own.decode(Codecs.bytes())).isNotSameAs(own.decode(Codecs.bytes()));
    assertThatThrownBy(() -> own.decode(Codecs.utf8()))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll("'bytes'", "'utf-8'");
  }

  @Test
  void anotherCodecThanTheFirstGetsItsOwn() {
    Entry entry = entry("x".getBytes(UTF_8), "utf-8");
    Codec<String> other =
        new Codec<>() {
          @Override
          public String encoding() {
            return "utf-8";
          }

          @Override
          public byte[] encode(String value) {
            return Codecs.utf8().encode(value);
          }

          @Override
          public String decode(byte[] bytes) {
            return "other";
          }

          @Override
          public Sharing sharing() {
            return Sharing.SHARED;
          }
        };

    assertThat(entry.decode(Codecs.utf8())).isEqualTo("x");
    assertThat(entry.decode(other)).isEqualTo("other");
    assertThat(entry.decode(Codecs.utf8())).isEqualTo("x");
    assertThat(Entry.tombstone(Key.of("a"), Stamp.MIN).decode(other)).isNull();
  }

  private static Entry entry(byte[] bytes, String encoding) {
    return Entry.of(Key.of("a"), Stamp.MIN, EncodedValue.of(bytes, encoding));
  }

  private static byte[] deflated(int zeros) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      byte[] block = new byte[1 << 16];
      for (int left = zeros; left > 0; left -= block.length) {
        out.write(block, 0, Math.min(left, block.length));
      }
    }
    return bytes.toByteArray();
  }
}
