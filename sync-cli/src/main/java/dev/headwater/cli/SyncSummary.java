package dev.headwater.cli;

import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.sync.SyncReport;
import java.time.Duration;

/** What a sync came to. */
public record SyncSummary(SyncReport report) implements Line {

  private boolean isDryRun() {
    return report.execution() == SyncReport.Execution.DRY_RUN;
  }

  @Override
  public String text() {
    return "%s%s copied, %s removed, %s unchanged, %s kept, %s conflicts, %s held back, in %s%s"
        .formatted(
            isDryRun() ? "would be: " : "",
            Amounts.count(report.copied()),
            Amounts.count(report.removed()),
            Amounts.count(report.unchanged()),
            Amounts.count(report.kept()),
            Amounts.count(report.conflicts()),
            Amounts.count(report.held()),
            Amounts.duration(Duration.ofMillis(report.millis())),
            isDryRun() ? " (a dry run: nothing was written)" : "");
  }

  @Override
  public Json json() {
    return Json.ofType("summary")
        .with("dryRun", isDryRun())
        .with("copied", report.copied())
        .with("removed", report.removed())
        .with("unchanged", report.unchanged())
        .with("kept", report.kept())
        .with("conflicts", report.conflicts())
        .with("held", report.held())
        .with("toTarget", transfer(report.toTarget()))
        .with("toSource", transfer(report.toSource()))
        .with("sourceRequests", report.sourceRequests())
        .with("targetRequests", report.targetRequests())
        .with("millis", report.millis());
  }

  private static Json transfer(SyncReport.Transfer transfer) {
    return Json.empty().with("copied", transfer.copied()).with("removed", transfer.removed());
  }
}
