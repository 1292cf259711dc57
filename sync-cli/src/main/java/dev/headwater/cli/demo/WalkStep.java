package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Amounts;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the same keys while more and more layers have forgotten them. */
final class WalkStep implements Step {

  private static final int KEYS = 50;
  private static final int HITS_PER_KEY = 200;

  @Override
  public String title() {
    return "walk down the layers";
  }

  @Override
  public Outcome run(Stage stage) {
    Layers layers = stage.layers();
    List<Key> keys = stage.someKeys(KEYS);
    List<String> details = new ArrayList<>();
    details.add(answered(stage, keys, Layers.MEMORY, HITS_PER_KEY));
    forget(layers.memory(), keys);
    details.add(answered(stage, keys, Layers.ETCD, 1));
    forget(layers.memory(), keys);
    forget(layers.etcd(), keys);
    details.add(answered(stage, keys, Layers.SQL, 1));
    answered(stage, keys, Layers.MEMORY, 1); // what was found below was copied back up
    return Outcome.passed(
        "each in turn", keys.size() + " keys, 3 depths", details.toArray(String[]::new));
  }

  private static String answered(Stage stage, List<Key> keys, String layer, int times) {
    stage.layers().events().takeHits();
    Duration took =
        stage.timed(
            () -> {
              for (int i = 0; i < times; i++) {
                keys.forEach(
                    key -> require(stage.layers().chain().read(key) != null, "lost: %s", key));
              }
            });
    Map<String, Long> hits = stage.layers().events().takeHits();
    long reads = (long) keys.size() * times;
    require(
        hits.equals(Map.of(layer, reads)),
        "%d reads should have been answered by %s alone, and were by %s",
        reads,
        layer,
        hits);
    double micros = took.toNanos() / 1e3 / reads;
    return "%-7s answered %s, %s µs each"
        .formatted(
            layer,
            Amounts.count(reads, "read", "reads"),
            micros < 10 ? "%.1f".formatted(micros) : Amounts.count(Math.round(micros)));
  }

  private static void forget(Store store, List<Key> keys) {
    store.purge(store.readAll(keys).entries().values().stream().map(Purge::of).toList());
    for (Entry left : store.readAll(keys).entries().values()) {
      throw new CheckFailedException("%s did not forget %s".formatted(store.name(), left.key()));
    }
  }
}
