package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.files.HeldBack;
import dev.headwater.cli.files.ImportJob;
import dev.headwater.cli.files.ImportListener;
import dev.headwater.cli.files.ImportReport;
import dev.headwater.cli.output.Amounts;
import dev.headwater.store.Key;
import java.time.Duration;
import java.util.Set;

/** Writes the files through the chain. */
final class ImportStep implements Step {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public String title() {
    return "import files";
  }

  @Override
  public Outcome run(Stage stage) {
    Layers layers = stage.layers();
    // What memory gets before the feeds are followed it does not keep: it might miss a change.
    require(
        layers.events().awaitFollowing(Set.of(Layers.ETCD, Layers.SQL, Layers.GITHUB), PATIENCE),
        "the servers' feeds can't be followed");
    ImportReport report =
        new ImportJob(stage.files(), layers.chain(), layers.clock(), new Silence()).run();
    require(
        report.imported() == stage.files().files().size() && report.held() == 0,
        "of %d files %d were imported and %d held back",
        stage.files().files().size(),
        report.imported(),
        report.held());
    return Outcome.passed(
        "all but github",
        Amounts.count(report.imported(), "file", "files")
            + ", "
            + Amounts.bytes(report.importedBytes()),
        stage.files().description());
  }

  private static final class Silence implements ImportListener {
    @Override
    public void counted(long files) {}

    @Override
    public void reached(long files) {}

    @Override
    public void imported(Key key, long bytes) {}

    @Override
    public void heldBack(HeldBack held) {}
  }
}
