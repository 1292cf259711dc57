package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Amounts;
import dev.headwater.sync.Check;
import dev.headwater.sync.CheckReport;

/** Compares etcd and SQL, entry by entry. */
final class CheckStep implements Step {

  @Override
  public String title() {
    return "check etcd against sql";
  }

  @Override
  public Outcome run(Stage stage) {
    CheckReport report = Check.between(stage.layers().etcd(), stage.layers().sql()).build().run();
    require(report.isEqual(), "they differ: %s", report.firstFindings());
    require(
        report.equal() >= stage.files().files().size(),
        "only %d keys were compared",
        report.equal());
    return Outcome.passed(
        "etcd, sql",
        Amounts.count(report.equal()) + " keys equal",
        "values, stamps and expiries, with %d + %d requests"
            .formatted(report.sourceRequests(), report.targetRequests()));
  }
}
