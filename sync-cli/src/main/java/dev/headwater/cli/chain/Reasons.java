package dev.headwater.cli.chain;

import dev.headwater.chain.ChainListener.Withdrawal;

/** Why a write that was accepted did not become what the authority holds, in words. */
final class Reasons {

  static final String SUPERSEDED = "the authority holds something newer";

  private Reasons() {}

  static String of(Withdrawal why) {
    return switch (why) {
      case REFUSED -> "the authority holds something else than it was meant to replace";
      case UNCERTAIN -> "the authority holds something else, perhaps written after it";
    };
  }
}
