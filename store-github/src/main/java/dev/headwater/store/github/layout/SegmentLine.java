package dev.headwater.store.github.layout;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headwater.store.ContentHash;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Key;
import dev.headwater.store.github.layout.IndexedEntry.NoValue;
import dev.headwater.store.github.layout.IndexedEntry.State;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a segment: one JSON object, its fields always in the same order, as {@code
 * docs/layout/github.md} describes them. Pure.
 */
final class SegmentLine {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private SegmentLine() {}

  /** The line, without its end. */
  static String format(IndexedEntry entry) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("k", entry.key().text());
      json.writeNumberField("q", entry.sequence());
      json.writeStringField("h", entry.stamp().toString());
      StoredValue value = entry.value();
      if (value == null) {
        json.writeBooleanField(entry.isPurged() ? "gone" : "d", true);
      } else {
        write(json, entry.key(), value);
      }
      if (entry.author() != null) {
        json.writeStringField("a", entry.author());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string can be written to", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Key key, StoredValue value) throws IOException {
    if (value.isChunked()) {
      json.writeArrayFieldStart("parts");
      for (String blob : value.blobs()) {
        json.writeString(blob);
      }
      json.writeEndArray();
    } else {
      json.writeStringField("b", value.blobs().get(0));
    }
    if (value.size() != StoredValue.UNKNOWN_SIZE) {
      json.writeNumberField("n", value.size());
    }
    json.writeStringField("e", value.encoding());
    if (value.expires()) {
      json.writeNumberField("x", value.expiresAtMillis());
    }
    if (value.hash() != null) {
      json.writeStringField("s", value.hash().toString());
    }
    if (!value.path().equals(RepositoryPaths.natural(key))) {
      json.writeStringField("p", value.path());
    }
  }

  /** What the line says. */
  static IndexedEntry parse(String text) throws MalformedLineException {
    JsonNode line = object(text);
    Key key = key(line);
    try {
      String author = text(line, "a");
      return new IndexedEntry(
          key,
          StampText.parse(needed(text(line, "h"), "h")),
          state(line, key),
          author,
          sequence(line));
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()), key);
    }
  }

  private static JsonNode object(String text) throws MalformedLineException {
    try {
      JsonNode line = READER.readTree(text);
      if (line.isObject()) {
        return line;
      }
    } catch (JsonProcessingException e) {
      throw new MalformedLineException("it is no JSON: " + e.getOriginalMessage(), null);
    }
    throw new MalformedLineException("it is no JSON object", null);
  }

  private static Key key(JsonNode line) throws MalformedLineException {
    try {
      return Key.of(needed(text(line, "k"), "k"));
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()), null);
    }
  }

  private static State state(JsonNode line, Key key) {
    boolean deleted = flag(line, "d");
    boolean purged = flag(line, "gone");
    boolean value = line.has("b") || line.has("parts");
    if ((deleted ? 1 : 0) + (purged ? 1 : 0) + (value ? 1 : 0) != 1) {
      throw new IllegalArgumentException("it is not one of a value, a deletion and a purge");
    }
    return value ? value(line, key) : deleted ? NoValue.DELETED : NoValue.PURGED;
  }

  private static StoredValue value(JsonNode line, Key key) {
    String encoding = needed(text(line, "e"), "e");
    long expires = number(line, "x", EncodedValue.NEVER);
    EncodedValue.owned(new byte[0], encoding, expires); // checks both
    return new StoredValue(
        encoding,
        expires,
        blobs(line),
        number(line, "n", StoredValue.UNKNOWN_SIZE),
        path(line, key),
        hash(line));
  }

  private static List<String> blobs(JsonNode line) {
    List<String> blobs = new ArrayList<>();
    if (line.has("b") == line.has("parts")) {
      throw new IllegalArgumentException("it has both 'b' and 'parts'");
    }
    if (line.has("b")) {
      blobs.add(needed(text(line, "b"), "b"));
    }
    for (JsonNode part : line.path("parts")) {
      blobs.add(part.asText());
    }
    if (!blobs.stream().allMatch(GitHash::isId) || (line.has("parts") && blobs.size() < 2)) {
      throw new IllegalArgumentException("the ids of its content are none of git's");
    }
    return blobs;
  }

  /* Nobody's path is taken from a line unseen: what Headwater may write to and delete, it names. */
  private static String path(JsonNode line, Key key) {
    String path = text(line, "p");
    if (path != null && !RepositoryPaths.isOf(key, path)) {
      throw new IllegalArgumentException("'p' is no path of this key");
    }
    return path == null ? RepositoryPaths.natural(key) : path;
  }

  private static @Nullable ContentHash hash(JsonNode line) {
    String text = text(line, "s");
    return text == null ? null : ContentHash.of(HexFormat.of().parseHex(text));
  }

  private static long sequence(JsonNode line) {
    long sequence = number(line, "q", 0);
    if (sequence < 1) {
      throw new IllegalArgumentException("'q' is missing or not positive");
    }
    return sequence;
  }

  private static String needed(@Nullable String text, String name) {
    if (text == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return text;
  }

  private static @Nullable String text(JsonNode line, String name) {
    JsonNode field = line.get(name);
    if (field == null) {
      return null;
    }
    if (!field.isTextual()) {
      throw new IllegalArgumentException("'" + name + "' is no text");
    }
    return field.textValue();
  }

  private static long number(JsonNode line, String name, long missing) {
    JsonNode field = line.get(name);
    if (field == null) {
      return missing;
    }
    if (!field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < 0) {
      throw new IllegalArgumentException("'" + name + "' is no number of 0 to 2^63-1");
    }
    return field.longValue();
  }

  private static boolean flag(JsonNode line, String name) {
    JsonNode field = line.get(name);
    if (field != null && !field.isBoolean()) {
      throw new IllegalArgumentException("'" + name + "' is neither true nor false");
    }
    return field != null && field.booleanValue();
  }
}
