package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import java.time.Duration;
import java.util.Map;

/** Starts etcd again and waits until it has got what it missed. */
final class RepairStep implements Step {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String title() {
    return "start etcd again";
  }

  @Override
  public Outcome run(Stage stage) {
    EtcdCluster etcd = stage.servers().etcd();
    if (stage.missed().isEmpty()) {
      return Outcome.skipped("etcd was not killed");
    }
    for (int node = 0; node < etcd.size(); node++) {
      etcd.restart(node);
    }
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
