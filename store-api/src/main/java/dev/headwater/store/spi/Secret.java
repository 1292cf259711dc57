package dev.headwater.store.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password or token. Its {@link #toString} hides it; only {@link #reveal} tells. */
public final class Secret {

  private static final int MAX_BYTES = 64 * 1024;

  private final String text;

  private Secret(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("secret is empty");
    }
    this.text = text;
  }

  public static Secret of(String text) {
    return new Secret(text);
  }

  /** The content of a file, without the line end at its end. */
  public static Secret ofFile(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("secret file is too large: " + file);
      }
      return new Secret(Files.readString(file).stripTrailing());
    } catch (IOException e) {
      throw new IllegalArgumentException("secret file can't be read: " + file, e);
    }
  }

  /** The secret itself. Hand it on at once; keep it nowhere, print it nowhere. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
