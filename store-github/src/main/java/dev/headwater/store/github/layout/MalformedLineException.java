package dev.headwater.store.github.layout;

import dev.headwater.store.Key;
import org.jspecify.annotations.Nullable;

/** A line of a segment that says nothing. The message says why, not what stands there. */
final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Key key;

  MalformedLineException(String message, @Nullable Key key) {
    super(message);
    this.key = key;
  }

  /** The key that the line is about, as far as it says so. */
  @Nullable Key key() {
    return key;
  }
}
