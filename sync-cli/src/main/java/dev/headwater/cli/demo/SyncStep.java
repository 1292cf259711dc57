package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.store.Batch;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.sync.Sync;
import dev.headwater.sync.SyncReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes etcd and SQL differ both ways, and syncs them. */
final class SyncStep implements Step {

  private static final int FORGOTTEN = 25;
  private static final int ELSEWHERE = 5;

  @Override
  public String title() {
    return "sync etcd and sql, two ways";
  }

  @Override
  public Outcome run(Stage stage) {
    Layers layers = stage.layers();
    sync(layers); // the chain leaves what etcd forgot before; from here on the numbers are known
    int forgotten = forget(stage);
    writeToEtcdAlone(layers);
    SyncReport first = sync(layers);
    require(
        first.toSource().copied() == forgotten && first.toTarget().copied() == ELSEWHERE,
        "%d and %d entries were to be copied, and %d and %d were",
        forgotten,
        ELSEWHERE,
        first.toSource().copied(),
        first.toTarget().copied());
    SyncReport second = sync(layers);
    require(
        second.copied() + second.removed() == 0, "a second sync copied %d more", second.copied());
    return Outcome.passed(
        "etcd, sql",
        "%d copied, then 0".formatted(first.copied()),
        "etcd forgot %d keys, and %d were written to etcd alone".formatted(forgotten, ELSEWHERE),
        told("first run: ", first),
        told("second run:", second));
  }

  private static String told(String run, SyncReport report) {
    return "%s %d to etcd, %d to sql, %d unchanged, %d + %d requests, %d ms"
        .formatted(
            run,
            report.toSource().copied(),
            report.toTarget().copied(),
            report.unchanged(),
            report.sourceRequests(),
            report.targetRequests(),
            report.millis());
  }

  private static SyncReport sync(Layers layers) {
    return Sync.between(layers.etcd(), layers.sql()).mode(Sync.Mode.TWO_WAY).build().run();
  }

  private static int forget(Stage stage) {
    List<Purge> purges =
        stage.layers().etcd().readAll(stage.someKeys(FORGOTTEN)).entries().values().stream()
            .map(Purge::of)
            .toList();
    return stage.layers().etcd().purge(purges);
  }

  private static void writeToEtcdAlone(Layers layers) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < ELSEWHERE; i++) {
      Key key = Key.of("headwater-demo/written-to-etcd-alone-" + i);
      byte[] bytes = ("number " + i).getBytes(StandardCharsets.UTF_8);
      entries.add(Entry.of(key, layers.clock().next(), EncodedValue.of(bytes, "bytes")));
    }
    layers.etcd().mergeAll(Batch.of(entries));
  }
}
