package dev.headwater.codec.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import java.util.function.Supplier;

/** Mappers, set up as {@link JacksonCodecs} says. */
final class Mappers {

  /** How deep a value may be nested; the same for writing, so that what is written can be read. */
  static final int MAX_DEPTH = 200;

  private static final int MAX_NUMBER_CHARACTERS = 500;
  private static final int MAX_NAME_CHARACTERS = 10_000;

  private Mappers() {}

  static ObjectMapper json() {
    return mapper(() -> tight(JsonFactory.builder()), Format.JSON);
  }

  static ObjectMapper cbor() {
    return mapper(() -> Cbor.factory(), Format.CBOR);
  }

  static ObjectMapper smile() {
    return mapper(() -> Smile.factory(), Format.SMILE);
  }

  /** A copy of the user's mapper that writes in order and refuses trailing bytes. */
  static ObjectMapper own(ObjectMapper users, Format format) {
    requireFormat(users, format);
    ObjectMapper own = users.copy();
    own.setConfig(
        own.getSerializationConfig()
            .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .with(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
            .with(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST, false));
    own.setConfig(
        own.getDeserializationConfig().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS));
    requireNoDefaultTyping(own);
    return own;
  }

  private static ObjectMapper mapper(Supplier<JsonFactory> factory, Format format) {
    try {
      return JsonMapper.builder(factory.get())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "encoding '%s' needs the library com.fasterxml.jackson.dataformat:%s; add it"
              .formatted(format.encoding(), format.library()),
          e);
    }
  }

  private static <F extends JsonFactory> F tight(TSFBuilder<F, ?> factory) {
    return factory
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_CHARACTERS)
                .maxNameLength(MAX_NAME_CHARACTERS)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }

  private static void requireFormat(ObjectMapper mapper, Format format) {
    String name = mapper.getFactory().getFormatName();
    if (!format.jacksonName().equals(name)) {
      throw new IllegalArgumentException(
          "the mapper is for %s, not for %s".formatted(name, format.jacksonName()));
    }
  }

  private static void requireNoDefaultTyping(ObjectMapper mapper) {
    if (mapper.getDeserializationConfig().getDefaultTyper(mapper.constructType(Object.class))
        != null) {
      throw new IllegalArgumentException(
          "the mapper has default typing, which lets data choose classes; annotate the types with"
              + " @JsonTypeInfo instead");
    }
  }

  /*
   * Classes of their own, since the libraries are optional and Java loads what a class mentions; and
   * called in lambdas, since a method reference would load them before it is called.
   */
  private static final class Cbor {
    static JsonFactory factory() {
      return tight(CBORFactory.builder());
    }
  }

  private static final class Smile {
    static JsonFactory factory() {
      return tight(SmileFactory.builder());
    }
  }
}
