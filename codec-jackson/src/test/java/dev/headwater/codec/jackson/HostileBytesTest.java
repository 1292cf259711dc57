package dev.headwater.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HostileBytesTest {

  private static final int DEEP = 1_000_000;

  @Test
  void deepNestingIsRefusedInEveryFormat() {
    assertRefused(JacksonCodecs.json(JsonNode.class), "[".repeat(DEEP).getBytes(UTF_8), "depth");
    assertRefused(JacksonCodecs.cbor(JsonNode.class), filled("", 0x81, DEEP), "depth");
    assertRefused(JacksonCodecs.smile(JsonNode.class), filled("3a290a01", 0xf8, DEEP), "depth");
    assertRefused(
        JacksonCodecs.json(Person.Nested.class), "{\"inner\":".repeat(DEEP).getBytes(UTF_8), "");
  }

  @Test
  void deepNestingInWhatIsIgnoredIsRefused() {
    String json = "{\"number\":1,\"x\":" + "[".repeat(DEEP);
    assertRefused(JacksonCodecs.json(Person.Positive.class), json.getBytes(UTF_8), "depth");
  }

  @Test
  void aLengthThatIsClaimedTakesNoMemory() {
    assertRefused(JacksonCodecs.cbor(byte[].class), hex("5a7fffffff00"), "");
    assertRefused(JacksonCodecs.cbor(String.class), hex("7a7fffffff61"), "");
    assertRefused(JacksonCodecs.cbor(int[].class), hex("9a7fffffff00"), "");
    assertRefused(JacksonCodecs.smile(byte[].class), hex("3a290a05fd0f7f7f7fbf00"), "");
  }

  @Test
  void hugeNumbersAreRefused() {
    Codec<Person.Big> codec = JacksonCodecs.json(Person.Big.class);
    assertRefused(codec, "{\"number\":1e999999999}".getBytes(UTF_8), "");
    assertRefused(codec, ("{\"number\":" + "9".repeat(501) + "}").getBytes(UTF_8), "501");
    assertThat(codec.decode(("{\"number\":" + "9".repeat(500) + "}").getBytes(UTF_8))).isNotNull();
  }

  @Test
  void longNamesAreRefused() {
    String json = "{\"" + "n".repeat(10_001) + "\":1}";
    assertRefused(JacksonCodecs.json(JsonNode.class), json.getBytes(UTF_8), "10001");
  }

  @Test
  void dataDoesNotChooseAClass() {
    Object value =
        JacksonCodecs.json(Object.class)
            .decode("[\"java.util.Date\",{\"@class\":\"java.util.Date\"}]".getBytes(UTF_8));
    assertThat(value.toString()).isEqualTo("[java.util.Date, {@class=java.util.Date}]");
  }

  @Test
  void whatIsTooDeepToBeReadIsNotWritten() {
    Codec<Object> codec = JacksonCodecs.json(Object.class);
    Object value = nested(Mappers.MAX_DEPTH);
    assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    assertThatThrownBy(() -> codec.encode(nested(Mappers.MAX_DEPTH + 1)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("depth");
  }

  private static Object nested(int depth) {
    Object value = java.util.List.of();
    for (int i = 1; i < depth; i++) {
      value = java.util.List.of(value);
    }
    return value;
  }

  private static void assertRefused(Codec<?> codec, byte[] bytes, String what) {
    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(what);
  }

  private static byte[] filled(String head, int fill, int length) {
    byte[] start = hex(head);
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    System.arraycopy(start, 0, bytes, 0, start.length);
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
