package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.EntryLine;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists keys. */
@Command(
    name = "ls",
    sortOptions = false,
    header = "Lists keys, in the order of their bytes.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nA key with control characters in it is printed as shells quote it; -0 prints all as they"
          + " are. Ends with 1 if something at a key can't be read; the others are listed."
    },
    footer = {
      "%nExamples:",
      "  headwater ls etcd://localhost/app docs/",
      "  headwater ls -l --all etcd://localhost/app",
      "  headwater ls -0 etcd://localhost/app old/ | xargs -0 headwater rm STORE --"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class LsCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's URI.")
  private String store;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "What the keys begin with; all keys without it.")
  private String prefix;

  @Option(
      names = {"-l", "--long"},
      description = "Show stamps and sizes in bytes, too.")
  private boolean detailed;

  @Option(
      names = {"-a", "--all"},
      description = "List deleted and expired keys, too (with -l, marked so).")
  private boolean all;

  @Option(
      names = {"-0", "--null"},
      description = "End each key with a NUL byte, and print it as it is.")
  private boolean nullEnded;

  private long listed;
  private long corrupt;

  @Override
  protected ExitCode run(Session session) {
    ListRequest request = all ? Requests.all(prefix) : Requests.live(prefix);
    try (EntryCursor cursor = session.openToRead(store).list(request)) {
      boolean more = true;
      while (more) {
        Page page = cursor.next();
        show(page, session.output(), session.time().millis());
        more = !page.last();
      }
    }
    session
        .output()
        .printJson(Json.ofType("summary").with("listed", listed).with("corrupt", corrupt));
    return corrupt == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  private void show(Page page, Output output, long nowMillis) {
    for (Entry entry : page.entries()) {
      listed++;
      show(new EntryLine(entry, nowMillis), output);
    }
    for (CorruptEntryException error : page.corrupt()) {
      corrupt++;
      output.warn(String.valueOf(error.getMessage()));
    }
  }

  private void show(EntryLine line, Output output) {
    String key = line.entry().key().text();
    if (detailed || output.isJson()) {
      output.print(line);
    } else if (nullEnded) {
      output.write((key + "\0").getBytes(StandardCharsets.UTF_8));
    } else {
      output.printText(Quoting.name(key));
    }
  }
}
