package dev.headwater.cli.exit;

import dev.headwater.chain.config.ChainFileException;
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
import java.util.List;

/**
 * What is told of an error, and an exit code.
 *
 * @param code what the process ends with
 * @param lines what is told, mostly one line; none if nobody is to be told
 */
public record Failure(ExitCode code, List<String> lines) {

  public Failure {
    lines = List.copyOf(lines);
  }

  private Failure(ExitCode code, String line) {
    this(code, List.of(line));
  }

  /** All that is told, in one line. */
  public String message() {
    return String.join("; ", lines);
  }

  /** The one place that decides how an error ends a command. */
  public static Failure of(Throwable error) {
    if (error instanceof CommandException known) {
      return known.getCause() instanceof ChainFileException file
          ? of(known.code(), file)
          : of(known.code(), known);
    }
    if (error instanceof StoreException store) {
      return of(codeOf(store), store);
    }
    if (error instanceof ClosedOutputException) {
      return new Failure(ExitCode.BROKEN_PIPE, List.of());
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

  private static Failure of(ExitCode code, ChainFileException error) {
    return new Failure(
        code, error.problems().stream().map(one -> Quoting.line(one.toString())).toList());
  }

  private static Failure of(ExitCode code, Throwable error) {
    return new Failure(code, Quoting.line(String.valueOf(error.getMessage())));
  }
}
