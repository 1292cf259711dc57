package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Amounts;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.typed.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Loses etcd, and goes on reading and writing. */
final class LoseEtcdStep implements Step {

  private static final int KEYS = 50;

  @Override
  public String title() {
    return "lose etcd, and go on";
  }

  @Override
  public Outcome run(Stage stage) {
    List<Key> warm = stage.someKeys(KEYS);
    reads(stage, warm); // so that memory holds them
    List<Key> forgotten = warm.subList(0, warm.size() / 2);
    stage.layers().memory().purge(copies(stage, forgotten));
    String how = stage.servers().etcd().lose();
    Instant before = stage.time().instant();
    Map<String, Long> hits = reads(stage, warm);
    Duration reading = Duration.between(before, stage.time().instant());
    requireAnswers(hits, warm.size(), forgotten.size());
    Duration writing = stage.timed(() -> write(stage));
    return Outcome.passed(
        "memory, sql",
        "%d reads, %d writes".formatted(warm.size(), KEYS),
        "%s; memory was made to forget half of %d keys".formatted(how, warm.size()),
        "%d reads in %s, none failed: memory answered %d, sql %d"
            .formatted(
                warm.size(),
                Amounts.duration(reading),
                hits.getOrDefault(Layers.MEMORY, 0L),
                hits.getOrDefault(Layers.SQL, 0L)),
        "%d writes in %s, none failed: each receipt says that etcd is behind, too"
            .formatted(KEYS, Amounts.duration(writing)));
  }

  private static void requireAnswers(Map<String, Long> hits, int reads, int forgotten) {
    require(!hits.containsKey(Layers.ETCD), "a lost etcd answered: %s", hits);
    require(
        hits.getOrDefault(Layers.SQL, 0L) >= forgotten
            && hits.values().stream().mapToLong(Long::longValue).sum() == reads,
        "%d reads were answered so: %s",
        reads,
        hits);
  }

  private static Map<String, Long> reads(Stage stage, List<Key> keys) {
    stage.layers().events().takeHits();
    keys.forEach(key -> require(stage.layers().view().get(key) != null, "'%s' can't be read", key));
    return stage.layers().events().takeHits();
  }

  private static List<Purge> copies(Stage stage, List<Key> keys) {
    return stage.layers().memory().readAll(keys).entries().values().stream()
        .map(Purge::of)
        .toList();
  }

  private static void write(Stage stage) {
    for (int i = 0; i < KEYS; i++) {
      Key key = Key.of("headwater-demo/written-without-etcd-%02d".formatted(i));
      byte[] value = ("number " + i).getBytes(StandardCharsets.UTF_8);
      Receipt receipt = stage.layers().view().put(key, value);
      require(
          Set.copyOf(receipt.behind()).equals(Set.of(Layers.ETCD, Layers.GITHUB)),
          "the receipt of '%s' says that %s are behind, not etcd and github",
          key,
          receipt.behind());
      require(Arrays.equals(stage.layers().view().get(key), value), "'%s' is not as written", key);
      stage.missed().add(key);
    }
  }
}
