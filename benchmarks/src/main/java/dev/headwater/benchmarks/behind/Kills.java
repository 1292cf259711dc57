package dev.headwater.benchmarks.behind;

import dev.headwater.benchmarks.Table;
import dev.headwater.benchmarks.behind.RedisServer.AppendOnly;
import dev.headwater.benchmarks.behind.Trial.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code kill -9} in the middle: how many acknowledged puts never reach the remote. */
final class Kills {

  private static final int ROUNDS = Integer.getInteger("headwater.rounds", 3);

  /** Redisson's pause between two deliveries is 1 s. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  private static final List<Case> CASES =
      List.of(
          new Case(Contestant.of("Headwater, journal in SQLite", Kind.HEADWATER), Victim.PROCESS),
          new Case(
              Contestant.of("Headwater, outbox in memory", Kind.HEADWATER_IN_MEMORY),
              Victim.PROCESS),
          new Case(Contestant.of("bare SQLite, a commit each", Kind.SQLITE_EACH), Victim.PROCESS),
          new Case(
              Contestant.of("bare SQLite, shared commits", Kind.SQLITE_TOGETHER), Victim.PROCESS),
          new Case(Contestant.of("Infinispan", Kind.INFINISPAN), Victim.PROCESS),
          new Case(Contestant.redisson(AppendOnly.ALWAYS), Victim.PROCESS),
          new Case(Contestant.redisson(AppendOnly.NO), Victim.PROCESS_AND_REDIS),
          new Case(Contestant.redisson(AppendOnly.EVERY_SECOND), Victim.PROCESS_AND_REDIS),
          new Case(Contestant.redisson(AppendOnly.ALWAYS), Victim.PROCESS_AND_REDIS));

  private static final List<String> HEADER =
      List.of("what", "killed", "acknowledged", "lost", "lost each time");

  private record Case(Contestant contestant, Victim victim) {}

  Table run() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (Case one : CASES) {
      rows.add(one.contestant().canRun() ? row(one) : one.contestant().notRun(HEADER.size()));
    }
    return new Table(
        "kill -9 after %,d acknowledged puts of %d writers, %d times; then a new start"
            .formatted(Trial.ENOUGH, EndlessWrites.WRITERS, ROUNDS),
        HEADER,
        rows);
  }

  private static List<String> row(Case one) throws Exception {
    int acknowledged = 0;
    List<Integer> lost = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      WriteBehind.progress("kill %d of %d: %s".formatted(round, ROUNDS, one.contestant().name()));
      try (Trial trial = Trial.of(one.contestant())) {
        Fates fates = trial.kill(one.victim(), QUIET);
        acknowledged += fates.keys();
        lost.add(fates.lost());
      }
    }
    return List.of(
        one.contestant().name(),
        one.victim() == Victim.PROCESS ? "the process" : "the process and Redis",
        "%,d".formatted(acknowledged),
        "%,d".formatted(lost.stream().mapToInt(count -> count).sum()),
        lost.toString());
  }
}
