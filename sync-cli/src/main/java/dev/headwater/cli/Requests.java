package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.ListRequest;

/** What users ask stores for, checked. */
final class Requests {

  private Requests() {}

  static ListRequest live(String prefix) {
    return ListRequest.live(checked(prefix));
  }

  static ListRequest all(String prefix) {
    return ListRequest.all(checked(prefix));
  }

  /** The prefix, if keys may begin with it. */
  static String checked(String prefix) {
    try {
      return ListRequest.all(prefix).prefix();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
