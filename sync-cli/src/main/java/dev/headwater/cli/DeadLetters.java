package dev.headwater.cli;

import dev.headwater.chain.outbox.DeadLetter;
import dev.headwater.chain.outbox.Outbox;
import dev.headwater.cli.chain.Mishaps;
import dev.headwater.cli.chain.OutboxLines;
import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Quoting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of commands that decide about dead letters. */
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class DeadLetters {

  @Parameters(index = "0", paramLabel = "FILE", description = "The chain's file.")
  private Path path;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ID",
      description = "The numbers of dead letters, as 'outbox list' shows them.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "All dead letters there are.")
  private boolean all;

  /** What is done to a dead letter; whether it could be. */
  interface Decision {
    boolean apply(Outbox outbox, DeadLetter letter);
  }

  /** Does it to each of the letters, and tells so. */
  ExitCode each(Session session, String done, Decision decision) {
    if (all != ids.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "name the ID of each dead letter, or --all of them");
    }
    List<Long> named = ids.stream().map(DeadLetters::id).toList();
    Outbox outbox = session.open(session.chainFileWithOutbox(path), new Mishaps()).store().outbox();
    TreeMap<Long, DeadLetter> letters = new TreeMap<>();
    outbox.deadLetters().forEach(letter -> letters.put(letter.id(), letter));
    OutboxLines lines = new OutboxLines(session.output(), session.time().instant());
    long count = 0;
    ExitCode code = ExitCode.OK;
    for (long id : all ? List.copyOf(letters.keySet()) : named) {
      DeadLetter letter = letters.get(id);
      if (letter == null) {
        session.output().warn("there is no dead letter %d".formatted(id));
        code = ExitCode.DIFFERENT;
      } else if (decision.apply(outbox, letter)) {
        lines.decided(done, letter);
        count++;
      } else {
        session
            .output()
            .warn(
                "dead letter %d can't be %s: the chain has no written layer '%s'"
                    .formatted(id, done, letter.layer()));
        code = ExitCode.DIFFERENT;
      }
    }
    session.output().printJson(Json.ofType("summary").with(done, count));
    return code;
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s is no ID of a dead letter; expected a number, as 'outbox list' shows it"
              .formatted(Quoting.quoted(text)),
          e);
    }
  }
}
