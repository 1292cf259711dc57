package dev.headwater.cli;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.outbox.OutboxSnapshot;
import dev.headwater.cli.chain.OutboxLines;
import dev.headwater.cli.exit.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what is in an outbox. */
@Command(
    name = "list",
    sortOptions = false,
    header = "Lists a chain's dead letters, and why they are.",
    synopsisHeading = "%nUsage: ",
    description = "%nIt does not disturb the process that has the outbox.",
    footer = {"%nExamples:", "  headwater outbox list chain.toml --waiting"},
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class OutboxListCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "The chain's file.")
  private Path path;

  @Option(
      names = {"-w", "--waiting"},
      description = "List the writes that wait, too.")
  private boolean all;

  @Override
  protected ExitCode run(Session session) throws InterruptedException {
    ChainFile file = session.chainFileWithOutbox(path);
    OutboxSnapshot outbox = session.checked(() -> OutboxSnapshot.of(file, session.stores()));
    OutboxLines lines = new OutboxLines(session.output(), session.time().instant());
    if (all) {
      lines.waiting(outbox);
    }
    lines.deadLetters(outbox);
    lines.summary(outbox);
    return ExitCode.OK;
  }
}
