package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.ProgressMeter;
import dev.headwater.sync.Check;
import dev.headwater.sync.CheckReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares two stores. */
@Command(
    name = "check",
    sortOptions = false,
    header = "Compares two stores, and writes nothing.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nPrints each key at which they differ, in values, stamps, expiries or deletions, and ends"
          + " with 1 if there is one. Stores are equal when a two-way sync would copy nothing."
    },
    footer = {
      "%nExamples:",
      "  headwater check etcd://localhost/app postgresql://me@localhost/app"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the mixins
final class CheckCommand extends Subcommand {

  @Mixin private StorePair pair;

  @Mixin private KeyFilterOptions filter;

  @Override
  protected ExitCode run(Session session) {
    StorePair.Opened stores = pair.openToRead(session);
    try (ProgressMeter meter = session.progress("check", "keys", -1)) {
      CheckReport report =
          Check.between(stores.source(), stores.target())
              .filter(filter.filter())
              .time(session.time())
              .listener(finding -> session.output().print(new CheckFindingLine(finding)))
              .progress(progress -> meter.reached(progress.compared()))
              .build()
              .run();
      meter.close();
      session.output().print(new CheckSummary(report));
      return report.isEqual() ? ExitCode.OK : ExitCode.DIFFERENT;
    }
  }
}
