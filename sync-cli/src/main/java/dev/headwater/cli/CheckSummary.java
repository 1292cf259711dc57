package dev.headwater.cli;

import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.sync.CheckReport;
import java.time.Duration;

/** How two stores compare. */
record CheckSummary(CheckReport report) implements Line {

  @Override
  public String text() {
    return "%s: %s equal, %s only in source, %s only in target, %s differ, %s held back, in %s"
        .formatted(
            report.isEqual() ? "equal" : "different",
            Amounts.count(report.equal()),
            Amounts.count(report.onlyInSource()),
            Amounts.count(report.onlyInTarget()),
            Amounts.count(report.differ()),
            Amounts.count(report.held()),
            Amounts.duration(Duration.ofMillis(report.millis())));
  }

  @Override
  public Json json() {
    return Json.ofType("summary")
        .with("equal", report.equal())
        .with("onlyInSource", report.onlyInSource())
        .with("onlyInTarget", report.onlyInTarget())
        .with("differ", report.differ())
        .with("held", report.held())
        .with("sourceRequests", report.sourceRequests())
        .with("targetRequests", report.targetRequests())
        .with("millis", report.millis());
  }
}
