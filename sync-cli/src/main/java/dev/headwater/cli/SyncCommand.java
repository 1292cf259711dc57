package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.exit.Failure;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.ProgressMeter;
import dev.headwater.store.StoreException;
import dev.headwater.sync.Sync;
import dev.headwater.sync.SyncBuilder;
import dev.headwater.sync.SyncEvent;
import dev.headwater.sync.SyncReport;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies what is newer from one store to another. */
@Command(
    name = "sync",
    sortOptions = false,
    header = "Copies what is newer to another store, deletions too.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nNewest wins, and what is equal is not written. A key that SOURCE lacks is never a"
          + " deletion: only a recorded one is. A record that can't be copied is held back and"
          + " told; the others go on, and the command ends with 1. It may be interrupted, and run"
          + " again."
    },
    footer = {
      "%nExamples:",
      "  headwater sync etcd://localhost/app postgresql://me@localhost/app --dry-run",
      "  headwater sync etcd://localhost/app etcd://localhost/copy --two-way",
      "  headwater sync STORE STORE --include 'docs/**' --max-delete 100"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the mixins
final class SyncCommand extends Subcommand {

  @Mixin private StorePair pair;

  @Option(names = "--two-way", description = "Copy both ways.")
  private boolean twoWay;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print what would be done, and write nothing at all.")
  private boolean dryRun;

  @Option(
      names = "--max-delete",
      paramLabel = "N",
      description = "Refuse to begin if more than N values would be removed from a side.")
  private Optional<Long> maxDeletes = Optional.empty();

  @Mixin private KeyFilterOptions filter;

  @Override
  protected ExitCode run(Session session) {
    try (ProgressMeter meter = session.progress("sync", "keys", -1)) {
      SyncReport report = described(session, meter).attempt();
      meter.close();
      return told(report, session.output());
    }
  }

  private Sync described(Session session, ProgressMeter meter) {
    StorePair.Opened stores = stores(session);
    try {
      SyncBuilder builder =
          Sync.between(stores.source(), stores.target())
              .mode(twoWay ? Sync.Mode.TWO_WAY : Sync.Mode.MIRROR)
              .filter(filter.filter())
              .time(session.time())
              .listener(event -> tell(event, session))
              .progress(progress -> meter.reached(progress.compared()));
      maxDeletes.ifPresent(builder::maxDeletes);
      return dryRun ? builder.dryRun().build() : builder.build();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private StorePair.Opened stores(Session session) {
    if (dryRun) {
      return pair.openToRead(session);
    }
    return twoWay ? pair.open(session) : pair.openToCopy(session);
  }

  private void tell(SyncEvent event, Session session) {
    boolean asked = dryRun || session.isVerbose();
    boolean alarming =
        event.kind() == SyncEvent.Kind.HELD || event.kind() == SyncEvent.Kind.CONFLICT;
    SyncEventLine line = new SyncEventLine(event);
    if (asked || (alarming && session.output().isJson())) {
      session.output().print(line);
    } else if (alarming) {
      session.output().warn(line.text());
    }
  }

  private static ExitCode told(SyncReport report, Output output) {
    StoreException failure = report.failure();
    output.printText(new SyncSummary(report).text());
    if (failure == null) {
      output.printJson(new SyncSummary(report).json());
      return report.held() + report.conflicts() == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
    }
    Failure told = Failure.of(failure);
    output.warn(told.message());
    output.printJson(
        new SyncSummary(report)
            .json()
            .with("error", told.message())
            .with("exitCode", told.code().number()));
    return told.code();
  }
}
