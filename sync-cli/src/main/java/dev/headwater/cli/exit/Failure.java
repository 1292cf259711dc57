package dev.headwater.cli.exit;

import dev.headwater.cli.output.ClosedOutputException;
import dev.headwater.cli.output.Quoting;
import dev.headwater.servers.ServerFailedException;
import dev.headwater.servers.ServerNotFoundException;
import dev.headwater.store.CodecException;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;

/**
 * What is told of an error: one line, and an exit code.
 *
 * @param code what the process ends with
 * @param message the line; empty if nobody is to be told
 */
public record Failure(ExitCode code, String message) {

  /** The one place that decides how an error ends a command. */
  public static Failure of(Throwable error) {
    if (error instanceof CommandException known) {
      return of(known.code(), known);
    }
    if (error instanceof StoreException store) {
      return of(codeOf(store), store);
    }
    if (error instanceof ClosedOutputException) {
      return new Failure(ExitCode.BROKEN_PIPE, "");
    }
    if (error instanceof CodecException) {
      return of(ExitCode.USAGE, error);
    }
    if (error instanceof ServerNotFoundException || error instanceof ServerFailedException) {
      return of(ExitCode.UNAVAILABLE, error);
    }
    if (error instanceof OutOfMemoryError) {
      return new Failure(
          ExitCode.INTERNAL, "out of memory; give Java more of it: JAVA_TOOL_OPTIONS=-Xmx2g");
    }
    return new Failure(
        ExitCode.INTERNAL,
        Quoting.line("internal error, which is a bug: " + error)
            + " (run again with --debug for the stack trace)");
  }

  /** How an error of a store ends a command. */
  public static ExitCode codeOf(StoreException error) {
    if (error instanceof StoreUnavailableException || error instanceof OutcomeUnknownException) {
      return ExitCode.UNAVAILABLE;
    }
    if (error instanceof CorruptEntryException) {
      return ExitCode.DIFFERENT;
    }
    return error instanceof RejectedException rejected
        ? codeOf(rejected.reason())
        : ExitCode.INTERNAL;
  }

  private static ExitCode codeOf(RejectedException.Reason reason) {
    return switch (reason) {
      case LIMIT, CLOCK, FULL -> ExitCode.REFUSED;
      case PERMISSION, CONFIGURATION -> ExitCode.UNAVAILABLE;
      case UNSUPPORTED -> ExitCode.USAGE;
    };
  }

  private static Failure of(ExitCode code, Throwable error) {
    return new Failure(code, Quoting.line(String.valueOf(error.getMessage())));
  }
}
