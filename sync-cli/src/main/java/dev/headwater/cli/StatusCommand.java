package dev.headwater.cli;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.cli.chain.ChainStatus;
import dev.headwater.cli.chain.StatusReport;
import dev.headwater.cli.exit.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells how a chain is. */
@Command(
    name = "status",
    sortOptions = false,
    header = "Tells how a chain's layers are, and what waits in its outbox.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nAsks every layer, and looks into the outbox without disturbing the process that has it."
          + " CHANGES says whether a layer's changes can be followed, WAITING how many writes it"
          + " has not got yet, and DEAD how many it will never take: 'headwater outbox list FILE'"
          + " tells why. Files of people's latest commits on GitHub that are no entries are named with the"
          + " reason.",
      "%nEnds with 0 if all is well (up), with 1 if something is away or more than a minute"
          + " behind, or there are dead letters (degraded), and with 3 if the authority does not"
          + " answer and writes need it (down)."
    },
    footer = {
      "%nExamples:",
      "  headwater status chain.toml",
      "  headwater status chain.toml --json"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class StatusCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "The chain's file.")
  private Path path;

  @Override
  protected ExitCode run(Session session) throws InterruptedException {
    ChainFile file = session.chainFile(path);
    ChainStatus status = session.checked(() -> ChainStatus.of(file, session.stores()));
    StatusReport report = new StatusReport(file, status);
    report.print(session.output());
    return report.code();
  }
}
