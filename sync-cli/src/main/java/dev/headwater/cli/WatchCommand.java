package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints changes as they happen. */
@Command(
    name = "watch",
    sortOptions = false,
    header = "Prints a store's changes as they happen, until interrupted.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nWhen the store is away meanwhile, watch goes on when it is back, without a gap. If it"
          + " is away at the start, watch ends with 3. Where a store lost its history, watch says"
          + " so, and shows what the store holds now and was not shown. A write that was shown"
          + " before it was decided, and then refused, is shown as withdrawn."
    },
    footer = {
      "%nExamples:",
      "  headwater watch etcd://localhost/app docs/ --current",
      "  headwater watch etcd://localhost/app --key docs/readme",
      "  headwater watch etcd://localhost/app --from-start --for 10s --json"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class WatchCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's URI.")
  private String store;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "What the keys begin with; all keys without it.")
  private String prefix;

  @Option(names = "--key", paramLabel = "KEY", description = "Watch this key alone.")
  private Optional<Key> key = Optional.empty();

  @Option(names = "--current", description = "Print the current values first.")
  private boolean current;

  @Option(
      names = "--from-start",
      description = "Print everything that the store holds first, deletions among it.")
  private boolean fromStart;

  @Option(names = "--count", paramLabel = "N", description = "End after so many changes.")
  private Optional<Long> count = Optional.empty();

  @Option(names = "--for", paramLabel = "TIME", description = "End after this time, such as 10s.")
  private Optional<Duration> duration = Optional.empty();

  @Override
  protected ExitCode run(Session session) {
    if (key.isPresent() && !prefix.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--key and PREFIX exclude each other");
    }
    if (current && fromStart) {
      throw new CommandException(ExitCode.USAGE, "--current and --from-start exclude each other");
    }
    String keys = key.map(Key::text).orElse(Requests.checked(prefix));
    Store opened = session.openToRead(store);
    FeedRequest request = fromStart ? FeedRequest.fromStart() : FeedRequest.after(opened.head());
    Watch watch = new Watch(session, opened, key, count.orElse(Long.MAX_VALUE), duration);
    watch.follow(
        request.prefix(keys).optimistic(),
        current ? Watch.First.CURRENT_VALUES : Watch.First.NOTHING);
    return ExitCode.OK;
  }
}
