package dev.headwater.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object, whose fields keep their order. Used by one thread. */
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private Json() {}

  /** An object whose field {@code type} says what it is. */
  public static Json ofType(String type) {
    return new Json().with("type", type);
  }

  /** An object without fields. */
  public static Json empty() {
    return new Json();
  }

  public Json with(String name, @Nullable String value) {
    return put(name, value);
  }

  public Json with(String name, long value) {
    return put(name, value);
  }

  public Json with(String name, boolean value) {
    return put(name, value);
  }

  public Json with(String name, Json value) {
    return put(name, value);
  }

  public Json with(String name, List<?> values) {
    return put(name, values);
  }

  private Json put(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  /** The object on one line. */
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(out, this);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value instanceof Json object) {
      out.writeStartObject();
      for (Map.Entry<String, @Nullable Object> field : object.fields.entrySet()) {
        out.writeFieldName(field.getKey());
        write(out, field.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> values) {
      out.writeStartArray();
      for (Object element : values) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value.toString());
    }
  }
}
