package dev.headwater.codec.jackson;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import java.io.IOException;

/** One type in one format. */
final class JacksonCodec<V> implements Codec<V> {

  private final Format format;
  private final JavaType type;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final Failures failures;

  JacksonCodec(Format format, ObjectMapper mapper, JavaType type) {
    this.format = format;
    this.type = type;
    this.reader = mapper.readerFor(type);
    this.writer = mapper.writerFor(type);
    this.failures = new Failures(mapper);
  }

  @Override
  public String encoding() {
    return format.encoding();
  }

  @Override
  public byte[] encode(V value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (IOException | RuntimeException e) {
      throw new CodecException(
          "a %s can't be written as %s: %s"
              .formatted(type.toCanonical(), encoding(), failures.describe(e)));
    }
  }

  @Override
  public V decode(byte[] bytes) {
    V value;
    try (JsonParser parser = reader.createParser(bytes)) {
      value = reader.readValue(parser);
      requireEnd(parser, bytes.length);
    } catch (IOException | RuntimeException e) {
      throw new CodecException(
          "the bytes are no %s as %s: %s"
              .formatted(type.toCanonical(), encoding(), failures.describe(e)));
    }
    if (value == null) {
      throw new CodecException(
          "the bytes are null, and no %s as %s".formatted(type.toCanonical(), encoding()));
    }
    return value;
  }

  @Override
  public Sharing sharing() {
    return Sharing.SHARED;
  }

  /* Jackson itself refuses further tokens, but to it a second Smile document is not one of them. */
  private static void requireEnd(JsonParser parser, int length) throws JsonParseException {
    long offset = parser.currentLocation().getByteOffset();
    if (offset >= 0 && offset != length) {
      throw new JsonParseException(parser, "bytes after the value");
    }
  }
}
