package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import java.time.Duration;

/** Waits until the outbox has given GitHub what was written. */
final class GithubBehindStep implements Step {

  static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String title() {
    return "github gets it, behind";
  }

  @Override
  public Outcome run(Stage stage) {
    Layers layers = stage.layers();
    long waiting = waiting(layers);
    flush(layers);
    long commits = stage.servers().github().commits();
    return Outcome.passed(
        Layers.GITHUB,
        "%d commits".formatted(commits),
        "%d writes still waited in the outbox when the import was done".formatted(waiting),
        "GitHub has all of them, in %d commits".formatted(commits));
  }

  /** Waits until nothing waits for GitHub any more. */
  static void flush(Layers layers) {
    require(
        layers.chain().outbox().flush(PATIENCE),
        "github has not got all writes after %d s: %s",
        PATIENCE.toSeconds(),
        layers.chain().outbox().status());
  }

  private static long waiting(Layers layers) {
    return layers.chain().outbox().status().stream()
        .filter(layer -> layer.layer().equals(Layers.GITHUB))
        .mapToLong(layer -> layer.entries())
        .sum();
  }
}
