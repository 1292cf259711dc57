package dev.headwater.cli;

import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Key;
import dev.headwater.sync.CheckFinding;

/** A key at which two stores are not equal. */
record CheckFindingLine(CheckFinding finding) implements Line {

  @Override
  public String text() {
    Key key = finding.key();
    return "%-14s %s (%s)"
        .formatted(
            what("only in source", "only in target", "differs", "held back"),
            key == null ? "-" : Quoting.name(key.text()),
            Quoting.line(finding.detail()));
  }

  @Override
  public Json json() {
    Key key = finding.key();
    return Json.ofType(what("onlyInSource", "onlyInTarget", "differ", "held"))
        .with("key", key == null ? null : key.text())
        .with("reason", finding.detail());
  }

  private String what(String onlyInSource, String onlyInTarget, String differ, String held) {
    return switch (finding.kind()) {
      case ONLY_IN_SOURCE -> onlyInSource;
      case ONLY_IN_TARGET -> onlyInTarget;
      case DIFFER -> differ;
      case HELD -> held;
    };
  }
}
