package dev.headwater.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import org.junit.jupiter.api.Test;

class UsersMapperTest {

  @Test
  void itsSettingsAreKeptAndItsOutputIsOrderedAllTheSame() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .build();
    Codec<Person> codec = JacksonCodecs.json(Person.class, mapper);
    assertThat(new String(codec.encode(Person.ADA), UTF_8))
        .matches(
            "\\{\"Addresses\".*\"Born\".*\"Name\".*\"Scores\":\\{\"alpha\".*\"mu\".*\"zeta\".*}}");
    assertThat(codec.decode(codec.encode(Person.ADA))).isEqualTo(Person.ADA);
  }

  @Test
  void bytesAfterTheValueAreRefusedAllTheSame() {
    Codec<Integer> codec = JacksonCodecs.json(Integer.class, new ObjectMapper());
    assertThatThrownBy(() -> codec.decode("1 2".getBytes(UTF_8)))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void itDecidesAboutUnknownProperties() {
    Codec<Person.Positive> strict = JacksonCodecs.json(Person.Positive.class, new ObjectMapper());
    assertThatThrownBy(() -> strict.decode("{\"number\":1,\"x\":2}".getBytes(UTF_8)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("UnrecognizedPropertyException at .?");
  }

  @Test
  void itIsCopied() {
    ObjectMapper mapper = new ObjectMapper();
    Codec<Person> codec = JacksonCodecs.json(Person.class, mapper);
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
    assertThat(new String(codec.encode(Person.ADA), UTF_8)).contains("\"name\"");
  }

  @Test
  void everyFormatTakesAMapperOfItsOwn() {
    TypeReference<Person> type = new TypeReference<>() {};
    for (Codec<Person> codec :
        java.util.List.of(
            JacksonCodecs.json(type, new ObjectMapper()),
            JacksonCodecs.cbor(type, new CBORMapper()),
            JacksonCodecs.cbor(Person.class, new CBORMapper()),
            JacksonCodecs.smile(type, new SmileMapper()),
            JacksonCodecs.smile(Person.class, new SmileMapper()))) {
      assertThat(codec.decode(codec.encode(Person.ADA))).isEqualTo(Person.ADA);
    }
  }

  @Test
  void aMapperForAnotherFormatIsRefused() {
    assertThatThrownBy(() -> JacksonCodecs.cbor(Person.class, new ObjectMapper()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the mapper is for JSON, not for CBOR");
    assertThatThrownBy(() -> JacksonCodecs.json(Person.class, new SmileMapper()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the mapper is for Smile, not for JSON");
  }

  @Test
  void aMapperWithDefaultTypingIsRefused() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .activateDefaultTyping(BasicPolymorphicTypeValidator.builder().build())
            .build();
    assertThatThrownBy(() -> JacksonCodecs.json(Person.class, mapper))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default typing");
  }
}
