package dev.headwater.chain.outbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Counts what is owed to each layer. */
record Report(Book book, List<Lane> lanes, DeadLetters deadLetters, InstantSource time) {

  /** What one item means for a layer that waits for it. */
  private record Owed(LayerSet layers, long bytes, long sinceMillis) {}

  List<LayerStatus> status() {
    List<Owed> items =
        book.collect(item -> new Owed(item.owed(), item.bytes(), item.sinceMillis()));
    List<LayerStatus> status = new ArrayList<>();
    for (Lane lane : lanes) {
      status.add(
          status(lane, items.stream().filter(item -> item.layers().has(lane.layer())).toList()));
    }
    return status;
  }

  private LayerStatus status(Lane lane, List<Owed> items) {
    String name = book.layers().name(lane.layer());
    long now = time.millis();
    long oldest = items.stream().mapToLong(Owed::sinceMillis).min().orElse(now);
    return new LayerStatus(
        name,
        items.size(),
        items.stream().mapToLong(Owed::bytes).sum(),
        Duration.ofMillis(Math.max(0, now - oldest)),
        lane.inFlight(),
        deadLetters.count(name),
        lane.failures(),
        lane.lastError());
  }
}
