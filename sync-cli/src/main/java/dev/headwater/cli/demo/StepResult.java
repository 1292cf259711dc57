package dev.headwater.cli.demo;

import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import java.time.Duration;
import java.util.Locale;

/** A step that was done: a row of the table at the end. */
record StepResult(int number, String title, Duration took, Outcome outcome) implements Line {

  static final String HEADING =
      "%2s  %-27s %9s  %-14s  %s".formatted("", "step", "time", "layers", "result");

  @Override
  public String text() {
    return "%2d  %-27s %9s  %-14s  %s"
        .formatted(number, title, Amounts.duration(took), outcome.layers(), outcome.result());
  }

  @Override
  public Json json() {
    return Json.ofType("step")
        .with("number", number)
        .with("step", title)
        .with("millis", took.toMillis())
        .with("layers", outcome.layers())
        .with("result", outcome.result())
        .with("details", outcome.details())
        .with("outcome", outcome.kind().name().toLowerCase(Locale.ROOT));
  }
}
