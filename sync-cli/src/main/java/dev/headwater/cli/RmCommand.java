package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.exit.Failure;
import dev.headwater.cli.output.EntryLine;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Receipt;
import dev.headwater.store.typed.TypedStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes keys. */
@Command(
    name = "rm",
    sortOptions = false,
    header = "Deletes keys.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nA deletion is recorded as a tombstone, so that it reaches every other store, too. A key"
          + " without a value is left alone, and makes the command end with 1."
    },
    footer = {
      "%nExamples:",
      "  headwater rm etcd://localhost/app greeting logo.png",
      "  headwater rm etcd://localhost/app -- -odd-key"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class RmCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's URI.")
  private String store;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "The keys.")
  private List<Key> keys;

  @Option(
      names = {"-f", "--force"},
      description = "Record the deletion even of keys that have no value here.")
  private boolean force;

  @Override
  protected ExitCode run(Session session) {
    Store opened = session.open(store);
    TypedStore<byte[]> view = TypedStore.of(opened, Codecs.bytes(), session.clock(opened));
    long deleted = 0;
    for (Key key : keys) {
      if (deletes(opened, view, key, session)) {
        deleted++;
      }
    }
    session.output().printJson(Json.ofType("summary").with("deleted", deleted));
    return deleted == keys.size() ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  private boolean deletes(Store opened, TypedStore<byte[]> view, Key key, Session session) {
    try {
      Entry held = opened.read(key);
      if (!force && (held == null || held.isTombstone())) {
        session
            .output()
            .warn("%s: %s has no value".formatted(opened.name(), Quoting.quoted(key.text())));
        return false;
      }
      Receipt receipt = view.delete(key);
      Entry tombstone = Entry.tombstone(key, receipt.stamp());
      session.output().print(new EntryLine(tombstone, session.time().millis()));
      return true;
    } catch (CorruptEntryException e) {
      session.output().warn(Failure.of(e).message());
      return false;
    }
  }
}
