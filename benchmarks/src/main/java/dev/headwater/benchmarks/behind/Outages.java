package dev.headwater.benchmarks.behind;

import dev.headwater.benchmarks.Table;
import dev.headwater.benchmarks.behind.RedisServer.AppendOnly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The remote fails for some seconds while writes go on: what is wrong once it is back. */
final class Outages {

  /** Infinispan's pause after a failure is 30 s. */
  private static final Duration QUIET = Duration.ofSeconds(40);

  private static final List<Contestant> CONTESTANTS =
      List.of(
          Contestant.of("Headwater, journal in SQLite", Kind.HEADWATER),
          Contestant.of("Headwater, outbox in memory", Kind.HEADWATER_IN_MEMORY),
          Contestant.of("Infinispan", Kind.INFINISPAN),
          Contestant.redisson(AppendOnly.NO),
          new Contestant("Redisson told to try 10 times", Kind.REDISSON_RETRYING, AppendOnly.NO));

  private static final List<String> HEADER =
      List.of("what", "writes", "refused", "keys", "lost", "out of order");

  Table run() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (Contestant contestant : CONTESTANTS) {
      rows.add(contestant.canRun() ? row(contestant) : contestant.notRun(HEADER.size()));
    }
    return new Table(
        "An outage of %d s among writes: each key is put twice, every other one deleted"
            .formatted(OutageWrites.DOWN.toSeconds()),
        HEADER,
        rows);
  }

  private static List<String> row(Contestant contestant) throws Exception {
    WriteBehind.progress("outage: " + contestant.name());
    try (Trial trial = Trial.of(contestant)) {
      Trial.Outage outage = trial.outage(QUIET);
      Fates fates = outage.fates();
      return List.of(
          contestant.name(),
          "%,d".formatted(outage.writes()),
          "%,d".formatted(outage.refused()),
          "%,d".formatted(fates.keys()),
          "%,d".formatted(fates.lost()),
          "%,d".formatted(fates.outOfOrder()));
    }
  }
}
