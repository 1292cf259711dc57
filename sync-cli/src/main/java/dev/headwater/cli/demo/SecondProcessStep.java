package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Amounts;
import dev.headwater.store.Key;
import dev.headwater.store.typed.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes here, and lets another process say when it sees it in its own memory. */
final class SecondProcessStep implements Step {

  private static final Key KEY = Key.of("headwater-demo/seen-by-another-process");
  private static final int WRITES = 20;

  @Override
  public String title() {
    return "a second process looks on";
  }

  @Override
  public Outcome run(Stage stage) {
    put(stage, 0);
    try (PeerProcess peer = PeerProcess.start(stage.servers(), KEY)) {
      List<Duration> delays = new ArrayList<>();
      List<Duration> writes = new ArrayList<>();
      for (int i = 1; i <= WRITES; i++) {
        Instant before = stage.time().instant();
        Receipt receipt = put(stage, i);
        writes.add(Duration.between(before, stage.time().instant()));
        delays.add(Duration.between(before, peer.awaitSeen(receipt.stamp())));
      }
      Collections.sort(delays);
      Collections.sort(writes);
      return Outcome.passed(
          "its memory",
          "seen after " + Amounts.duration(delays.get(WRITES / 2)),
          "process %d, with a chain of its own without github, holds the key in its memory"
              .formatted(peer.pid()),
          "%d writes here, median %s each"
              .formatted(WRITES, Amounts.duration(writes.get(WRITES / 2))),
          "seen there: median %s, at most %s after the write began"
              .formatted(
                  Amounts.duration(delays.get(WRITES / 2)),
                  Amounts.duration(delays.get(WRITES - 1))));
    }
  }

  private static Receipt put(Stage stage, int number) {
    byte[] value = ("write " + number).getBytes(StandardCharsets.UTF_8);
    Receipt receipt = stage.layers().view().put(KEY, value);
    require(receipt.behind().equals(List.of(Layers.GITHUB)), "%s missed a write", receipt.behind());
    return receipt;
  }
}
