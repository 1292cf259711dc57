package dev.headwater.cli;

import dev.headwater.cli.chain.Mishaps;
import dev.headwater.cli.chain.OpenChain;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Delivers what waits in an outbox. */
@Command(
    name = "flush",
    sortOptions = false,
    header = "Delivers what waits in a chain's outbox, and ends.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nFor chains that no process keeps going; 'headwater run' delivers all the time. Ends with 3"
          + " if something still waits when the time is over."
    },
    footer = {"%nExamples:", "  headwater outbox flush chain.toml --for 10m"},
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class OutboxFlushCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "The chain's file.")
  private Path path;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "1m",
      description = "Wait for the layers so long at most; by default, ${DEFAULT-VALUE}.")
  private Duration duration;

  @Override
  protected ExitCode run(Session session) {
    OpenChain chain = session.open(session.chainFileWithOutbox(path), new Mishaps());
    long before = waiting(chain);
    boolean done = chain.store().outbox().flush(duration);
    long after = waiting(chain);
    session
        .output()
        .printText(
            "delivered %s, %s"
                .formatted(
                    Amounts.count(before - after, "write", "writes"),
                    done ? "nothing waits" : Amounts.count(after, "write waits", "writes wait")));
    session
        .output()
        .printJson(Json.ofType("summary").with("delivered", before - after).with("waiting", after));
    return done ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  /* A write that waits for two layers is delivered twice. */
  private static long waiting(OpenChain chain) {
    return chain.store().outbox().status().stream().mapToLong(layer -> layer.entries()).sum();
  }
}
