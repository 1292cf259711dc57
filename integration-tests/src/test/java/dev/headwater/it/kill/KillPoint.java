package dev.headwater.it.kill;

import java.util.Random;

/** A place in the life of a write where a process can die. */
enum KillPoint {
  /** The journal has not been given the write. */
  BEFORE_COMMIT,
  /** The journal has the write, and nobody has been told. */
  AFTER_COMMIT,
  /** The authority has not been given the write. */
  BEFORE_DECISION,
  /** The authority has decided, and its answer is lost. */
  AFTER_DECISION,
  /** Another layer has not been given the write. */
  BEFORE_SEND,
  /** Another layer has the write, and its answer is lost. */
  AFTER_SEND,
  /** The chain has returned, and the writer has told nobody. */
  BEFORE_ACKNOWLEDGEMENT,
  /** The writer has just told that the write is acknowledged. */
  AFTER_ACKNOWLEDGEMENT,
  /** The journal still has a write that the layers have. */
  BEFORE_POP,
  /** The journal has just dropped a write that the layers have. */
  AFTER_POP,
  /** The clock has run out of the stamps it had reserved. */
  BEFORE_RESERVE,
  /** The clock has reserved stamps and not used them. */
  AFTER_RESERVE,
  /** How far a feed was followed has not been noted. */
  BEFORE_MARK,
  /** How far a feed was followed has just been noted. */
  AFTER_MARK;

  /** At which pass a thread stops here. */
  int pass(Random random) {
    return switch (this) {
      case BEFORE_RESERVE, AFTER_RESERVE -> 1; // once in ten seconds
      case BEFORE_MARK, AFTER_MARK -> 1 + random.nextInt(3);
      default -> 1 + random.nextInt(30);
    };
  }
}
