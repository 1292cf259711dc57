package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Amounts;
import dev.headwater.sync.Check;
import dev.headwater.sync.CheckReport;
import dev.headwater.sync.Sync;
import dev.headwater.sync.SyncReport;

/** Gives GitHub what chains without it have written to SQL, and compares both. */
final class SyncGithubStep implements Step {

  @Override
  public String title() {
    return "sync sql to github, check";
  }

  @Override
  public Outcome run(Stage stage) {
    Layers layers = stage.layers();
    GithubBehindStep.flush(layers);
    long before = stage.servers().github().commits();
    SyncReport sync = Sync.between(layers.sql(), layers.github()).build().run();
    require(sync.copied() > 0, "there was nothing to copy");
    long commits = stage.servers().github().commits() - before;
    CheckReport check = Check.between(layers.sql(), layers.github()).build().run();
    require(check.isEqual(), "they differ: %s", check.firstFindings());
    return Outcome.passed(
        "sql, github",
        Amounts.count(check.equal()) + " keys equal",
        "%s that chains without GitHub had written, in %s, %d ms"
            .formatted(
                Amounts.count(sync.copied(), "entry", "entries"),
                Amounts.count(commits, "commit", "commits"),
                sync.millis()),
        "then compared: %s equal, values, stamps and tombstones"
            .formatted(Amounts.count(check.equal(), "key is", "keys are")));
  }
}
