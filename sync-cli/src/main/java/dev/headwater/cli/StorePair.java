package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Store;
import picocli.CommandLine.Parameters;

/** The arguments of commands that work with two stores. */
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class StorePair {

  @Parameters(index = "0", paramLabel = "SOURCE", description = "A store's URI.")
  private String source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "Another store's URI.")
  private String target;

  record Opened(Store source, Store target) {}

  /** Opens both to be read. */
  Opened openToRead(Session session) {
    requireTwo();
    return new Opened(session.openToRead(source), session.openToRead(target));
  }

  /** Opens the target to be written. */
  Opened openToCopy(Session session) {
    requireTwo();
    return new Opened(session.openToRead(source), session.open(target));
  }

  /** Opens both to be written. */
  Opened open(Session session) {
    requireTwo();
    return new Opened(session.open(source), session.open(target));
  }

  private void requireTwo() {
    if (source.equals(target)) {
      throw new CommandException(
          ExitCode.USAGE, "SOURCE and TARGET are one store; name two different ones");
    }
  }
}
