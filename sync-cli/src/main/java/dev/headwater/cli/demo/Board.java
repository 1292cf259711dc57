package dev.headwater.cli.demo;

import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Shows the steps as they are done, and all of them as a table at the end. */
final class Board {

  private static final int TITLE_COLUMNS = 50;
  private static final String PASSED = "32";
  private static final String FAILED = "31";

  private final Output output;
  private final boolean coloured;
  private final List<StepResult> results = new ArrayList<>();

  Board(Output output, boolean coloured) {
    this.output = output;
    this.coloured = coloured;
  }

  /** A step begins. */
  void begin(String title) {
    String start = "%2d  %s ".formatted(results.size() + 1, title);
    output.printPart(start + ".".repeat(Math.max(3, TITLE_COLUMNS - start.length())));
    output.flush();
  }

  /** The step that has begun is done. */
  void done(String title, Duration took, Outcome outcome) {
    StepResult result = new StepResult(results.size() + 1, title, took, outcome);
    results.add(result);
    output.printText("%10s  %s".formatted(Amounts.duration(took), mark(outcome.kind())));
    outcome.details().forEach(detail -> output.printText("      " + detail));
    output.printJson(result.json());
    output.flush();
  }

  /** The step that has begun will not be done. */
  void breakOff() {
    output.printText("");
    output.flush();
  }

  private String mark(Outcome.Kind kind) {
    return switch (kind) {
      case PASSED -> colour("ok", PASSED);
      case FAILED -> colour("FAILED", FAILED);
    };
  }

  private String colour(String text, String colour) {
    return coloured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }

  /** The table of all steps. */
  void table() {
    output.printText("");
    output.printText(StepResult.HEADING);
    results.forEach(result -> output.printText(result.text()));
  }

  long count(Outcome.Kind kind) {
    return results.stream().filter(result -> result.outcome().kind() == kind).count();
  }

  int size() {
    return results.size();
  }
}
