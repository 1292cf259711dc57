package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.exit.Failure;
import dev.headwater.cli.files.BrokenOffException;
import dev.headwater.cli.files.HeldBack;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Key;

/** How imports and exports tell what they do. */
final class FileJobs {

  private FileJobs() {}

  /** Tells of a file or key that was left out: people beside the data, programs within it. */
  static void tell(Output output, HeldBack held) {
    if (output.isJson()) {
      output.print(held);
    } else {
      output.warn(held.text());
    }
  }

  /** Tells of a file that was written. */
  static void tell(Output output, String what, Key key, long bytes) {
    output.printText("%s %s".formatted(what, Quoting.name(key.text())));
    output.printJson(Json.ofType(what).with("key", key.text()).with("size", bytes));
  }

  /** Tells how far a job came that could not go on. */
  static ExitCode brokenOff(Output output, BrokenOffException e) {
    Failure failure = Failure.of(e.failure());
    output.printText(e.report().text());
    output.warn(failure.message());
    output.printJson(
        e.report()
            .json()
            .with("error", failure.message())
            .with("exitCode", failure.code().number()));
    return failure.code();
  }
}
