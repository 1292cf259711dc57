package dev.headwater.store.github.index;

import dev.headwater.store.Key;
import java.util.Locale;
import java.util.Map;

/** The encoding of a value that nobody named one for: by the ending of its key. Pure. */
final class Encodings {

  private static final String TEXT = "utf-8";
  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "json",
          "json",
          "cbor",
          "cbor",
          "txt",
          TEXT,
          "md",
          TEXT,
          "yaml",
          TEXT,
          "yml",
          TEXT,
          "xml",
          TEXT,
          "csv",
          TEXT,
          "toml",
          TEXT,
          "properties",
          TEXT);

  private Encodings() {}

  static String of(Key key) {
    String text = key.text();
    String extension = text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, "bytes");
  }
}
