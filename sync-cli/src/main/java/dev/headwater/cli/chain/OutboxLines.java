package dev.headwater.cli.chain;

import dev.headwater.chain.outbox.DeadLetter;
import dev.headwater.chain.outbox.OutboxSnapshot;
import dev.headwater.chain.outbox.OutboxSnapshot.Waiting;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.EntryLine;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What is in an outbox, as commands print it. */
public record OutboxLines(Output output, Instant now) {

  private static final String FORMAT = "%8d  %8s  %-12s %12s  %s";

  /** The writes that wait. */
  public void waiting(OutboxSnapshot outbox) {
    for (Waiting one : outbox.waiting()) {
      output.printText(
          line(one.id(), one.since(), String.join(",", one.layers()), one.write().entry()));
      output.printJson(
          entry("waiting", one.id(), one.since(), one.write().entry())
              .with("layers", one.layers())
              .with("stage", one.stage().name().toLowerCase(Locale.ROOT)));
    }
  }

  /** The dead letters, each with the reason. */
  public void deadLetters(OutboxSnapshot outbox) {
    for (DeadLetter letter : outbox.deadLetters()) {
      output.printText(
          "%s: %s"
              .formatted(
                  line(letter.id(), letter.since(), letter.layer(), letter.write().entry()),
                  Quoting.line(letter.error())));
      output.printJson(json("deadLetter", letter).with("error", letter.error()));
    }
  }

  /** What was done to a dead letter. */
  public void decided(String done, DeadLetter letter) {
    output.printText(
        "%s %d: %s for '%s'"
            .formatted(
                done, letter.id(), Quoting.quoted(letter.write().key().text()), letter.layer()));
    output.printJson(json(done, letter));
  }

  /** How much there is. */
  public void summary(OutboxSnapshot outbox) {
    long waiting = outbox.waiting().size();
    long dead = outbox.deadLetters().size();
    output.printText(
        "%s, %s"
            .formatted(
                Amounts.count(dead, "dead letter", "dead letters"),
                Amounts.count(waiting, "write waits", "writes wait")));
    output.printJson(Json.ofType("summary").with("deadLetters", dead).with("waiting", waiting));
  }

  private String line(long id, Instant since, String layer, Entry entry) {
    Duration age = Duration.between(since, now);
    return FORMAT.formatted(
        id,
        Amounts.age(age.isNegative() ? Duration.ZERO : age),
        layer,
        entry.isTombstone() ? "deleted" : Amounts.count(entry.valueBytes()),
        Quoting.name(entry.key().text()));
  }

  private Json json(String type, DeadLetter letter) {
    return entry(type, letter.id(), letter.since(), letter.write().entry())
        .with("layer", letter.layer());
  }

  private Json entry(String type, long id, Instant since, Entry entry) {
    return new EntryLine(entry, now.toEpochMilli())
        .json(type)
        .with("id", id)
        .with("since", since.toString());
  }
}
