package dev.headwater.cli;

import dev.headwater.chain.outbox.DeadLetter;
import dev.headwater.chain.outbox.Outbox;
import dev.headwater.cli.exit.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Forgets dead letters. */
@Command(
    name = "drop",
    sortOptions = false,
    header = "Forgets dead letters: their layers never get them.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nOnly that layer goes without the write; what other layers hold stays. The command ends with"
          + " 1 if one of the letters is not there."
    },
    footer = {"%nExamples:", "  headwater outbox drop chain.toml 17 21"},
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the mixin
final class OutboxDropCommand extends Subcommand {

  @Mixin private DeadLetters letters;

  @Override
  protected ExitCode run(Session session) {
    return letters.each(session, "dropped", OutboxDropCommand::drop);
  }

  private static boolean drop(Outbox outbox, DeadLetter letter) {
    return outbox.drop(List.of(letter.id())) == 1;
  }
}
