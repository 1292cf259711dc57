package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.FeedRequest;
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
    header = "Prints the changes of a store as they happen, until interrupted.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nWhen the store is away meanwhile, watch goes on when it is back, without a gap. If it"
          + " is away at the start, watch ends with 3."
    },
    footer = {
      "%nExamples:",
      "  headwater watch etcd://localhost/app docs/",
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

  @Option(names = "--from-start", description = "Print everything that the store holds first.")
  private boolean fromStart;

  @Option(names = "--count", paramLabel = "N", description = "End after so many changes.")
  private Optional<Long> count = Optional.empty();

  @Option(names = "--for", paramLabel = "TIME", description = "End after this time, such as 10s.")
  private Optional<Duration> duration = Optional.empty();

  @Override
  protected ExitCode run(Session session) {
    String keys = Requests.checked(prefix);
    Store opened = session.openToRead(store);
    FeedRequest request = fromStart ? FeedRequest.fromStart() : FeedRequest.after(opened.head());
    new Watch(session, opened, count.orElse(Long.MAX_VALUE), duration).follow(request.prefix(keys));
    return ExitCode.OK;
  }
}
