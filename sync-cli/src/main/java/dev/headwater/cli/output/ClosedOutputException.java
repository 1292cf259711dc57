package dev.headwater.cli.output;

import java.io.IOException;

/** Whoever read our output went away, as {@code head} does; there is nothing more to do. */
public final class ClosedOutputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClosedOutputException(IOException cause) {
    super(cause);
  }
}
