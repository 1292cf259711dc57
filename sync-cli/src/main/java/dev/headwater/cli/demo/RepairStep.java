package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import java.time.Duration;
import java.util.Map;

/** Gets etcd back and waits until it has got what it missed. */
final class RepairStep implements Step {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String title() {
    return "get etcd back";
  }

  @Override
  public Outcome run(Stage stage) {
    stage.servers().etcd().getBack();
    Layers layers = stage.layers();
    require(
        layers.events().awaitRepaired(stage.missed(), PATIENCE),
        "etcd has not got all that it missed after %d s",
        PATIENCE.toSeconds());
    Map<Key, Entry> inEtcd = layers.etcd().readAll(stage.missed()).entries();
    Map<Key, Entry> inSql = layers.sql().readAll(stage.missed()).entries();
    require(
        inEtcd.size() == stage.missed().size() && inEtcd.equals(inSql),
        "etcd holds other entries than sql of the keys it missed");
    return Outcome.passed(
        Layers.ETCD,
        "%d writes repaired".formatted(stage.missed().size()),
        "the chain gave etcd what it had missed, with the writes' own stamps");
  }
}
