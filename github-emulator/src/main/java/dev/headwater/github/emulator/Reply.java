package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Answer;

/** What becomes of a request. */
sealed interface Reply {
  /** It is answered. */
  record Answered(Answer answer) implements Reply {}

  /** The connection is closed. */
  record Closed() implements Reply {}
}
