package dev.headwater.benchmarks.behind;

import dev.headwater.benchmarks.Table;
import dev.headwater.benchmarks.behind.RedisServer.AppendOnly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How many puts a second each contestant acknowledges; they take turns, round by round. */
final class Throughput {

  private static final int MANY = 64;
  private static final int ROUNDS = Integer.getInteger("headwater.rounds", 3);
  private static final Duration WARM_UP = seconds("headwater.warmup", 3);
  private static final Duration MEASURED = seconds("headwater.seconds", 5);

  private static final List<Contestant> CONTESTANTS =
      List.of(
          Contestant.of("Headwater, journal in SQLite", Kind.HEADWATER),
          Contestant.of("Headwater, outbox in memory", Kind.HEADWATER_IN_MEMORY),
          Contestant.of("bare SQLite, a commit each", Kind.SQLITE_EACH),
          Contestant.of("bare SQLite, shared commits", Kind.SQLITE_TOGETHER),
          Contestant.of("Infinispan", Kind.INFINISPAN),
          Contestant.redisson(AppendOnly.NO),
          Contestant.redisson(AppendOnly.EVERY_SECOND),
          Contestant.redisson(AppendOnly.ALWAYS));

  private static final List<String> HEADER =
      List.of(
          "what",
          MANY + " writers: puts/s",
          "p50 ms",
          "p99 ms",
          "max ms",
          "delivered/s",
          "1 writer: puts/s",
          "p50 ms",
          "p99 ms",
          "max ms");

  private final Map<Contestant, List<Load.Result>> ofMany = new HashMap<>();
  private final Map<Contestant, List<Load.Result>> ofOne = new HashMap<>();

  private static Duration seconds(String property, int standard) {
    return Duration.ofSeconds(Integer.getInteger(property, standard));
  }

  Table run() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      for (Contestant contestant : CONTESTANTS) {
        if (contestant.canRun()) {
          WriteBehind.progress("round %d of %d: %s".formatted(round, ROUNDS, contestant.name()));
          load(contestant, MANY, ofMany);
          load(contestant, 1, ofOne);
        }
      }
    }
    return new Table(
        "Acknowledged puts of %d bytes to %,d keys, the remote takes %d ms a batch; median of %d rounds of %d s"
            .formatted(
                Operation.VALUE_BYTES, Load.KEYS, Sink.BATCH_MILLIS, ROUNDS, MEASURED.toSeconds()),
        HEADER,
        CONTESTANTS.stream().map(this::row).toList());
  }

  private static void load(
      Contestant contestant, int writers, Map<Contestant, List<Load.Result>> results)
      throws Exception {
    try (Trial trial = Trial.of(contestant)) {
      results
          .computeIfAbsent(contestant, one -> new ArrayList<>())
          .add(trial.load(writers, WARM_UP, MEASURED));
    }
  }

  private List<String> row(Contestant contestant) {
    if (!contestant.canRun()) {
      return contestant.notRun(HEADER.size());
    }
    Load.Result many = median(ofMany.getOrDefault(contestant, List.of()));
    Load.Result one = median(ofOne.getOrDefault(contestant, List.of()));
    return Stream.of(
            Stream.of(contestant.name()),
            times(many),
            Stream.of("%,.0f".formatted(many.delivered())),
            times(one))
        .flatMap(cells -> cells)
        .toList();
  }

  private static Stream<String> times(Load.Result result) {
    return Stream.of(
        "%,.0f".formatted(result.puts()),
        "%.3f".formatted(result.p50()),
        "%.2f".formatted(result.p99()),
        "%.1f".formatted(result.max()));
  }

  private static Load.Result median(List<Load.Result> results) {
    return results.stream()
        .sorted(Comparator.comparingDouble(Load.Result::puts))
        .toList()
        .get(results.size() / 2);
  }
}
