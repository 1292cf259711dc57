package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.files.BrokenOffException;
import dev.headwater.cli.files.Directory;
import dev.headwater.cli.files.FileKeys;
import dev.headwater.cli.files.HeldBack;
import dev.headwater.cli.files.ImportJob;
import dev.headwater.cli.files.ImportListener;
import dev.headwater.cli.files.ImportReport;
import dev.headwater.cli.output.ProgressMeter;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the files of a directory values. */
@Command(
    name = "import",
    sortOptions = false,
    header = "Makes the files of a directory values of a store.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nA file's path below DIR is its key. All files are looked at before the first is written:"
          + " one that can't be read, or is longer than the store takes, stops the command before"
          + " it has done anything. Files that the store holds already are not written again. A"
          + " name that is no key, and a link that leads out of DIR, is held back and told; the"
          + " others go on, and the command ends with 1."
    },
    footer = {
      "%nExamples:",
      "  headwater import docs/ etcd://localhost/app --prefix docs/",
      "  headwater import . etcd://localhost/app --exclude '.git/**'"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class ImportCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "DIR", description = "The directory.")
  private Path directory;

  @Parameters(index = "1", paramLabel = "STORE", description = "The store's URI.")
  private String store;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "What to put before each path to make its key.")
  private String prefix;

  @Mixin private KeyFilterOptions filter;

  @Override
  protected ExitCode run(Session session) {
    FileKeys keys = new FileKeys(Requests.checked(prefix), filter.filter());
    Directory files = Directory.at(directory, keys);
    Store opened = session.open(store);
    try (Telling telling = new Telling(session)) {
      ImportReport report = new ImportJob(files, opened, session.clock(opened), telling).run();
      telling.close();
      session.output().print(report);
      return report.held() == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
    } catch (BrokenOffException e) {
      return FileJobs.brokenOff(session.output(), e);
    }
  }

  private static final class Telling implements ImportListener, AutoCloseable {
    private final Session session;
    private ProgressMeter meter = ProgressMeter.none();

    Telling(Session session) {
      this.session = session;
    }

    @Override
    public void counted(long files) {
      meter = session.progress("import", "files", files);
    }

    @Override
    public void reached(long files) {
      meter.reached(files);
    }

    @Override
    public void imported(Key key, long bytes) {
      if (session.isVerbose()) {
        FileJobs.tell(session.output(), "imported", key, bytes);
      }
    }

    @Override
    public void heldBack(HeldBack held) {
      FileJobs.tell(session.output(), held);
    }

    @Override
    public void close() {
      meter.close();
    }
  }
}
