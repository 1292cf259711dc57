package dev.headwater.codec.jackson;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.store.Codec;

/**
 * Codecs that keep values as JSON, or as its binary forms CBOR and Smile, which are smaller and
 * need the library {@code jackson-dataformat-cbor} or {@code jackson-dataformat-smile}.
 *
 * <p>Equal values give equal bytes: properties and the keys of maps are in alphabetical order. What
 * has no order, such as a {@code HashSet}, must not be part of a value.
 *
 * <p>Reading ignores unknown properties, so that an old program reads what a newer one wrote; but
 * an old program that changes a value drops them. Bytes after the value, {@code null} in its place
 * and nesting deeper than {@value Mappers#MAX_DEPTH} are refused. The data never chooses a class.
 *
 * <p>Decoded values are {@linkplain Codec.Sharing#SHARED shared} by all readers: use immutable
 * types, such as records, or treat values as immutable.
 *
 * <p>A mapper that is handed in is copied, and so may be changed or used elsewhere. Its modules,
 * constraints and features are kept, but order and the refusal of trailing bytes are as said here.
 */
public final class JacksonCodecs {

  private JacksonCodecs() {}

  /** Values as JSON, encoding {@code json}. */
  public static <V> Codec<V> json(Class<V> type) {
    return json(type, Mappers.json());
  }

  /** Values of a generic type as JSON, encoding {@code json}. */
  public static <V> Codec<V> json(TypeReference<V> type) {
    return json(type, Mappers.json());
  }

  /**
   * Values as JSON through a mapper of the user's.
   *
   * @throws IllegalArgumentException if the mapper is for another format, or lets data choose
   *     classes (default typing)
   */
  public static <V> Codec<V> json(Class<V> type, ObjectMapper mapper) {
    return codec(Format.JSON, type, mapper);
  }

  /** {@link #json(Class, ObjectMapper)} of a generic type. */
  public static <V> Codec<V> json(TypeReference<V> type, ObjectMapper mapper) {
    return codec(Format.JSON, type, mapper);
  }

  /**
   * Values as CBOR (RFC 8949), encoding {@code cbor}.
   *
   * @throws IllegalStateException if {@code jackson-dataformat-cbor} is missing
   */
  public static <V> Codec<V> cbor(Class<V> type) {
    return cbor(type, Mappers.cbor());
  }

  /** {@link #cbor(Class)} of a generic type. */
  public static <V> Codec<V> cbor(TypeReference<V> type) {
    return cbor(type, Mappers.cbor());
  }

  /** Values as CBOR through a mapper of the user's; as {@link #json(Class, ObjectMapper)}. */
  public static <V> Codec<V> cbor(Class<V> type, ObjectMapper mapper) {
    return codec(Format.CBOR, type, mapper);
  }

  /** {@link #cbor(Class, ObjectMapper)} of a generic type. */
  public static <V> Codec<V> cbor(TypeReference<V> type, ObjectMapper mapper) {
    return codec(Format.CBOR, type, mapper);
  }

  /**
   * Values as Smile, Jackson's own binary JSON, encoding {@code smile}.
   *
   * @throws IllegalStateException if {@code jackson-dataformat-smile} is missing
   */
  public static <V> Codec<V> smile(Class<V> type) {
    return smile(type, Mappers.smile());
  }

  /** {@link #smile(Class)} of a generic type. */
  public static <V> Codec<V> smile(TypeReference<V> type) {
    return smile(type, Mappers.smile());
  }

  /** Values as Smile through a mapper of the user's; as {@link #json(Class, ObjectMapper)}. */
  public static <V> Codec<V> smile(Class<V> type, ObjectMapper mapper) {
    return codec(Format.SMILE, type, mapper);
  }

  /** {@link #smile(Class, ObjectMapper)} of a generic type. */
  public static <V> Codec<V> smile(TypeReference<V> type, ObjectMapper mapper) {
    return codec(Format.SMILE, type, mapper);
  }

  private static <V> Codec<V> codec(Format format, Class<V> type, ObjectMapper mapper) {
    return new JacksonCodec<>(
        format, Mappers.own(mapper, format), mapper.getTypeFactory().constructType(type));
  }

  private static <V> Codec<V> codec(Format format, TypeReference<V> type, ObjectMapper mapper) {
    return new JacksonCodec<>(
        format, Mappers.own(mapper, format), mapper.getTypeFactory().constructType(type));
  }
}
