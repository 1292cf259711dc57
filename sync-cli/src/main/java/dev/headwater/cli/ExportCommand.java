package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.files.BrokenOffException;
import dev.headwater.cli.files.ExportJob;
import dev.headwater.cli.files.ExportListener;
import dev.headwater.cli.files.ExportReport;
import dev.headwater.cli.files.FileKeys;
import dev.headwater.cli.files.HeldBack;
import dev.headwater.cli.output.ProgressMeter;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the values of a store files. */
@Command(
    name = "export",
    sortOptions = false,
    header = "Makes the values of a store files of a directory.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nA key's file has the key's path below DIR. No file is ever outside of DIR, and no link is"
          + " followed: a key that has '..' or '//' in it, or whose place is taken, is held back"
          + " and told; the others go on, and the command ends with 1. Files of other keys are"
          + " replaced if their bytes differ, and what the store does not have stays. A file is"
          + " there completely or not at all."
    },
    footer = {
      "%nExamples:",
      "  headwater export etcd://localhost/app backup/",
      "  headwater export etcd://localhost/app docs/ --prefix docs/"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class ExportCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's URI.")
  private String store;

  @Parameters(index = "1", paramLabel = "DIR", description = "The directory; made if missing.")
  private Path directory;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Only keys that begin so; their paths are without it.")
  private String prefix;

  @Mixin private KeyFilterOptions filter;

  @Override
  protected ExitCode run(Session session) {
    FileKeys keys = new FileKeys(Requests.checked(prefix), filter.filter());
    Store opened = session.openToRead(store);
    try (ProgressMeter meter = session.progress("export", "keys", -1)) {
      Telling telling = new Telling(session, meter);
      ExportReport report = new ExportJob(opened, keys, directory, session.time(), telling).run();
      meter.close();
      session.output().print(report);
      return report.held() == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
    } catch (BrokenOffException e) {
      return FileJobs.brokenOff(session.output(), e);
    }
  }

  private record Telling(Session session, ProgressMeter meter) implements ExportListener {
    @Override
    public void reached(long keys) {
      meter.reached(keys);
    }

    @Override
    public void exported(Key key, long bytes) {
      if (session.isVerbose()) {
        FileJobs.tell(session.output(), "exported", key, bytes);
      }
    }

    @Override
    public void heldBack(HeldBack held) {
      FileJobs.tell(session.output(), held);
    }
  }
}
