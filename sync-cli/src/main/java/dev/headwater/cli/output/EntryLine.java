package dev.headwater.cli.output;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * An entry as commands print it: stamp, size, key.
 *
 * @param entry the entry
 * @param nowMillis the time at which it is looked at, which decides whether it has expired
 */
public record EntryLine(Entry entry, long nowMillis) implements Line {

  @Override
  public String text() {
    return text(amount());
  }

  /** The line, with this word in place of the size. */
  public String text(String word) {
    return "%-46s %12s  %s".formatted(entry.stamp(), word, Quoting.name(entry.key().text()));
  }

  private String amount() {
    if (entry.isTombstone()) {
      return "deleted";
    }
    return entry.isExpiredAt(nowMillis) ? "expired" : Amounts.count(entry.valueBytes());
  }

  @Override
  public Json json() {
    return json("entry");
  }

  /** The entry without its value, as an object of this type. */
  public Json json(String type) {
    Json json =
        Json.ofType(type)
            .with("key", entry.key().text())
            .with("stamp", entry.stamp().toString())
            .with("deleted", entry.isTombstone());
    if (entry.content() instanceof EncodedValue value) {
      json.with("expired", value.isExpiredAt(nowMillis))
          .with("encoding", value.encoding())
          .with("size", value.size());
      if (value.expires()) {
        json.with("expiresAt", Instant.ofEpochMilli(value.expiresAtMillis()).toString());
      }
    }
    return json;
  }

  /** The object with the value: as text in {@code value}, or else in {@code valueBase64}. */
  public static Json withValue(Json json, EncodedValue value) {
    byte[] bytes = value.sharedBytes();
    try {
      ByteBuffer all = ByteBuffer.wrap(bytes);
      return json.with("value", StandardCharsets.UTF_8.newDecoder().decode(all).toString());
    } catch (CharacterCodingException e) {
      return json.with("valueBase64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
