package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.EntryLine;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a key's value. */
@Command(
    name = "get",
    sortOptions = false,
    header = "Writes a key's value to standard output, byte for byte.",
    synopsisHeading = "%nUsage: ",
    description = "%nEnds with 1 if the key has no value. --json tells its stamp and expiry, too.",
    footer = {
      "%nExamples:",
      "  headwater get etcd://localhost/app greeting",
      "  headwater get etcd://localhost/app logo.png > logo.png"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class GetCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's URI.")
  private String store;

  @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
  private Key key;

  @Override
  protected ExitCode run(Session session) {
    Store opened = session.openToRead(store);
    Entry entry = opened.read(key);
    Output output = session.output();
    EncodedValue value = entry == null ? null : entry.value();
    if (entry == null || value == null) {
      output.warn("%s: %s has no value".formatted(opened.name(), Quoting.quoted(key.text())));
    } else if (output.isJson()) {
      EntryLine line = new EntryLine(entry, session.time().millis());
      output.printJson(EntryLine.withValue(line.json(), value));
    } else {
      output.write(value.sharedBytes());
    }
    output.printJson(summary(value));
    return value == null ? ExitCode.DIFFERENT : ExitCode.OK;
  }

  private static Json summary(@Nullable EncodedValue value) {
    return Json.ofType("summary").with("found", value == null ? 0 : 1);
  }
}
