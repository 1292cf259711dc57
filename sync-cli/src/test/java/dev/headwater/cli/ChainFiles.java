package dev.headwater.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files that describe chains. */
final class ChainFiles {

  private final Path directory;

  ChainFiles(Path directory) {
    this.directory = directory;
  }

  /** A file of this name with these parts; its path as text. */
  String file(String name, String... parts) {
    try {
      return Files.writeString(directory.resolve(name), String.join("\n", parts)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String outbox(String... settings) {
    return "[outbox]\nfile = \"outbox.db\"\n" + String.join("\n", settings);
  }

  static String cache(String name, String store) {
    return layer(name, store, "cache", "through");
  }

  static String store(String name, String store) {
    return layer(name, store, "store", "through");
  }

  static String behind(String name, String store) {
    return layer(name, store, "store", "behind");
  }

  private static String layer(String name, String store, String role, String write) {
    return "[[layer]]\nname = \"%s\"\nstore = \"%s\"\nrole = \"%s\"\nwrite = \"%s\"\n"
        .formatted(name, store, role, write);
  }
}
