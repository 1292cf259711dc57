package dev.headwater.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JacksonCodecsTest {

  private static final String JSON =
      """
      {"addresses":[{"picture":"AQID","street":"St James's Square"}],"born":1815,"name":"Ada",\
      "scores":{"alpha":2,"mu":3,"zeta":1}}""";

  static Stream<Named<Codec<Person>>> personCodecs() {
    return Stream.of(
            JacksonCodecs.json(Person.class),
            JacksonCodecs.cbor(Person.class),
            JacksonCodecs.smile(Person.class))
        .map(codec -> Named.of(codec.encoding(), codec));
  }

  @ParameterizedTest
  @MethodSource("personCodecs")
  void aValueComesBackAsItWas(Codec<Person> codec) {
    assertThat(codec.decode(codec.encode(Person.ADA))).isEqualTo(Person.ADA);
  }

  @ParameterizedTest
  @MethodSource("personCodecs")
  void aValueIsDecodedOnceAndShared(Codec<Person> codec) {
    assertThat(codec.sharing()).isEqualTo(Codec.Sharing.SHARED);
    EncodedValue value = EncodedValue.of(codec.encode(Person.ADA), codec.encoding());
    Entry entry = Entry.of(Key.of("a"), Stamp.MIN, value);
    assertThat(entry.decode(codec)).isSameAs(entry.decode(codec));
  }

  @ParameterizedTest
  @MethodSource("personCodecs")
  void bytesAfterTheValueAreRefused(Codec<Person> codec) {
    byte[] one = codec.encode(Person.ADA);
    byte[] two = java.util.Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThatThrownBy(() -> codec.decode(two)).isInstanceOf(CodecException.class);
  }

  @ParameterizedTest
  @MethodSource("personCodecs")
  void aValueThatWasCutShortIsRefused(Codec<Person> codec) {
    byte[] whole = codec.encode(Person.ADA);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> codec.decode(part))
          .as("%d bytes of %d", length, whole.length)
          .isInstanceOf(CodecException.class);
    }
  }

  @Test
  void theEncodingsHaveTheFormatsNames() {
    assertThat(personCodecs().map(codec -> codec.getPayload().encoding()))
        .containsExactly("json", "cbor", "smile");
  }

  @Test
  void jsonIsCompactAndInAlphabeticalOrder() {
    byte[] bytes = JacksonCodecs.json(Person.class).encode(Person.ADA);
    assertThat(new String(bytes, UTF_8)).isEqualTo(JSON);
  }

  @Test
  void cborAndSmileHaveTheseBytes() {
    Map<String, Integer> value = new LinkedHashMap<>();
    value.put("b", 1);
    value.put("a", 2);
    TypeReference<Map<String, Integer>> type = new TypeReference<>() {};
    assertThat(hex(JacksonCodecs.cbor(type).encode(value)))
        .isEqualTo("bf6161026162 01ff".replace(" ", ""));
    assertThat(hex(JacksonCodecs.smile(type).encode(value))).isEqualTo("3a290a01fa8061c48062c2fb");
  }

  @Test
  void aGenericTypeKeepsItsParameters() {
    Codec<List<Person>> codec = JacksonCodecs.json(new TypeReference<>() {});
    assertThat(codec.decode(codec.encode(List.of(Person.ADA)))).containsExactly(Person.ADA);
  }

  @Test
  void unknownPropertiesAreIgnoredSoThatOldProgramsReadWhatNewOnesWrote() {
    Codec<Person.Positive> codec = JacksonCodecs.json(Person.Positive.class);
    assertThat(codec.decode("{\"number\":7,\"colour\":{\"r\":1}}".getBytes(UTF_8)))
        .isEqualTo(new Person.Positive(7));
  }

  @Test
  void nullIsNoValue() {
    assertThatThrownBy(() -> JacksonCodecs.json(Person.class).decode("null".getBytes(UTF_8)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("null");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
