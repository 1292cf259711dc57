package dev.headwater.cli;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.cli.chain.ChainRun;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps the background work of a chain going. */
@Command(
    name = "run",
    sortOptions = false,
    header = "Keeps a chain's background work going, until interrupted.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nDelivers what waits in the chain's outbox, carries the changes of its layers up to those"
          + " above them, and prints a line for each thing that happens. Ctrl-C or kill"
          + " ends it in order, with 0: it delivers what it can for a moment, and the rest waits in"
          + " the outbox for the next start.",
      "%nAn outbox has one owner at a time. While this one runs, others can read through the chain,"
          + " but not write."
    },
    footer = {
      "%nExamples:",
      "  headwater run chain.toml",
      "  headwater run chain.toml --json >> chain.log"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class RunCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "The chain's file.")
  private Path path;

  @Option(names = "--for", paramLabel = "TIME", description = "End after this time, such as 10m.")
  private Optional<Duration> duration = Optional.empty();

  @Override
  protected ExitCode run(Session session) {
    ChainFile file = session.chainFile(path);
    new ChainRun(session).run(file, duration);
    session.output().printJson(Json.ofType("summary").with("file", path.toString()));
    return ExitCode.OK;
  }
}
