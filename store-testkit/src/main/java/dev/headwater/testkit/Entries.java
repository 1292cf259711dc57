package dev.headwater.testkit;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Entries for tests, in few words. Stamps are small times, all of one origin. */
public final class Entries {

  /** The origin of all stamps that are made here, unless another is given. */
  public static final long ORIGIN = 7;

  /** The encoding of the values made here. */
  public static final String ENCODING = "utf-8";

  private Entries() {}

  public static Key key(String text) {
    return Key.of(text);
  }

  public static Stamp stamp(long millis) {
    return Stamp.of(millis, 0, ORIGIN);
  }

  public static Stamp stamp(long millis, long origin) {
    return Stamp.of(millis, 0, origin);
  }

  public static Entry value(String key, long millis, String text) {
    return value(Key.of(key), stamp(millis), text);
  }

  public static Entry value(Key key, long millis, String text) {
    return value(key, stamp(millis), text);
  }

  public static Entry value(Key key, Stamp stamp, String text) {
    return Entry.of(key, stamp, EncodedValue.of(utf8(text), ENCODING));
  }

  /** A value that expires at a time in milliseconds since 1970. */
  public static Entry expiring(String key, long millis, String text, long expiresAtMillis) {
    return Entry.of(
        Key.of(key), stamp(millis), EncodedValue.of(utf8(text), ENCODING, expiresAtMillis));
  }

  /** A value of so many bytes. */
  public static Entry sized(String key, long millis, int bytes) {
    return Entry.of(
        Key.of(key),
        stamp(millis),
        EncodedValue.owned(new byte[bytes], "bytes", EncodedValue.NEVER));
  }

  public static Entry tombstone(String key, long millis) {
    return Entry.tombstone(Key.of(key), stamp(millis));
  }

  /**
   * Values under {@code prefix} and a number of five digits, from 0 on, so that they are in order.
   */
  public static List<Entry> values(String prefix, int count, long millis) {
    return IntStream.range(0, count)
        .mapToObj(i -> value("%s%05d".formatted(prefix, i), millis, "value " + i))
        .toList();
  }

  /** The text of a value. */
  public static String text(Entry entry) {
    EncodedValue value = Objects.requireNonNull(entry.value(), "a tombstone has no text");
    return new String(value.sharedBytes(), StandardCharsets.UTF_8);
  }

  /** Keys that stores stumble over, all different, in no particular order. */
  public static List<Key> awkwardKeys() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "a",
                "A",
                "a ",
                " a",
                " ",
                "a/",
                "a/b",
                "a//b",
                "/",
                "/a",
                "//",
                "a.b",
                ".",
                "..",
                "../a",
                "a/../b",
                "~",
                "-",
                "--",
                "#",
                "?",
                "&",
                "=",
                "+",
                "*",
                "[a]",
                "{a}",
                "(a)",
                "|",
                "<a>",
                "!",
                "$HOME",
                "`a`",
                "^",
                ":",
                ";",
                "@",
                ",",
                "\\",
                "\\\\",
                "\\0",
                "C:\\a",
                "'",
                "''",
                "\"",
                "%",
                "%%",
                "_",
                "%_'\";--",
                "a%",
                "a_",
                "ab",
                "'; DROP TABLE entries; --",
                "%00",
                "%2F",
                "a%2Fb",
                "null",
                "true",
                "0",
                "-1",
                "1e9"));
    texts.addAll(
        List.of(
            "\u0001",
            "\u001f",
            "\t",
            "\n",
            "\r\n",
            "a\nb",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\u00e9",
            "e\u0301",
            "\u00c9",
            "\u0130",
            "\u0131",
            "\u00df",
            "ss",
            "\u03a3",
            "\u03c2",
            "\u03c3",
            "\u200b",
            "a\u200b",
            "\ufeff",
            "\ufeffa",
            "\u202ea",
            "\u2028",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\ufffe",
            "\uffff",
            "\ud800\udc00",
            "\ud83d\ude00",
            "\ud83d\ude00/\ud83d\ude01",
            "\udbff\udfff",
            "\uffff/\ud83d\ude00",
            "\u65e5\u672c"));
    texts.add("x".repeat(Key.MAX_BYTES));
    texts.add("x".repeat(Key.MAX_BYTES - 1));
    texts.add("\u20ac".repeat(Key.MAX_BYTES / 3));
    texts.add("\ud83d\ude00".repeat(Key.MAX_BYTES / 4));
    texts.add("a/".repeat(Key.MAX_BYTES / 2));
    return texts.stream().map(Key::of).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
