package dev.headwater.store.github.rest;

import java.io.IOException;

/** An answer is larger than what is taken. */
final class AnswerTooLargeException extends IOException {
  private static final long serialVersionUID = 1;

  AnswerTooLargeException(int maxBytes) {
    super("the answer is larger than %d bytes".formatted(maxBytes));
  }
}
