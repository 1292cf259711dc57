package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lets somebody edit a file on GitHub, and waits until memory has it, here and elsewhere. */
final class PersonStep implements Step {

  private static final Key KEY = Key.of("headwater-demo/greeting.txt");
  private static final String EDITED = "good day from a person\n";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String title() {
    return "a person edits on github";
  }

  @Override
  public Outcome run(Stage stage) {
    Layers layers = stage.layers();
    DemoGithub github = stage.servers().github();
    layers.view().put(KEY, bytes("hello from the chain\n"));
    GithubBehindStep.flush(layers);
    try (PeerProcess peer = PeerProcess.start(stage.servers(), KEY)) {
      Instant before = stage.time().instant();
      String who = github.edit(KEY.text(), EDITED, "A politer greeting");
      Entry arrived = awaited(layers);
      Duration here = Duration.between(before, stage.time().instant());
      Duration there = Duration.between(before, peer.awaitSeen(arrived.stamp()));
      return Outcome.passed(
          "github, memory",
          "there after " + Amounts.duration(here),
          "%s changed %s on GitHub, without Headwater".formatted(Quoting.line(who), KEY),
          "in the memory of this process after %s: %s"
              .formatted(Amounts.duration(here), EDITED.strip()),
          "in that of process %d, which knows no GitHub, after %s: by way of sql and etcd"
              .formatted(peer.pid(), Amounts.duration(there)));
    }
  }

  private static Entry awaited(Layers layers) {
    require(
        layers.events().awaitUpdate(() -> isEdited(layers.memory().read(KEY)), PATIENCE),
        "the edit is not in memory after %d s",
        PATIENCE.toSeconds());
    Entry held = layers.chain().read(KEY);
    if (held == null || !isEdited(held)) {
      throw new CheckFailedException("the edit was there and is gone");
    }
    return held;
  }

  private static boolean isEdited(@Nullable Entry entry) {
    return entry != null
        && entry.content() instanceof EncodedValue value
        && Arrays.equals(value.sharedBytes(), bytes(EDITED));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
