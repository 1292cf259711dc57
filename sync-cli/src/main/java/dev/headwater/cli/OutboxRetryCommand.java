package dev.headwater.cli;

import dev.headwater.chain.outbox.DeadLetter;
import dev.headwater.chain.outbox.Outbox;
import dev.headwater.cli.exit.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries dead letters once more. */
@Command(
    name = "retry",
    sortOptions = false,
    header = "Gives dead letters to their layers once more.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nWhat a layer refuses again is a dead letter again, of a new number. What it does not answer"
          + " to waits in the outbox. The command ends with 1 if one of the letters is not there or"
          + " was refused again."
    },
    footer = {"%nExamples:", "  headwater outbox retry chain.toml 17 21"},
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the mixin
final class OutboxRetryCommand extends Subcommand {

  @Mixin private DeadLetters letters;

  @Override
  protected ExitCode run(Session session) {
    return letters.each(session, "retried", OutboxRetryCommand::retry);
  }

  private static boolean retry(Outbox outbox, DeadLetter letter) {
    return outbox.retry(List.of(letter.id())) == 1;
  }
}
