package dev.headwater.cli.chain;

import dev.headwater.chain.ChainHealth;
import dev.headwater.chain.LayerHealth;
import dev.headwater.chain.outbox.LayerStatus;
import dev.headwater.cli.chain.ChainEvent.Kind;
import dev.headwater.cli.output.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells when the state of a chain changes, and why. Used by one thread. */
final class HealthChanges {

  /**
   * A new state.
   *
   * @param kind which
   * @param reasons what is not well, in words
   */
  record Change(Kind kind, String reasons) {}

  private static final double MUCH = 0.5;

  private ChainHealth.State last = ChainHealth.State.UP;

  /** The change since the last time, if there is one. */
  Optional<Change> since(ChainHealth health) {
    if (health.state() == last) {
      return Optional.empty();
    }
    last = health.state();
    return Optional.of(
        switch (health.state()) {
          case UP -> new Change(Kind.UP, "");
          case DEGRADED -> new Change(Kind.DEGRADED, reasons(health));
          case DOWN -> new Change(Kind.DOWN, reasons(health));
        });
  }

  private static String reasons(ChainHealth health) {
    List<String> reasons = new ArrayList<>();
    health.layers().forEach(layer -> reasons.addAll(reasons(layer)));
    health.staleFor().ifPresent(time -> reasons.add("copies may be out of date"));
    health.journalFailure().ifPresent(error -> reasons.add(String.valueOf(error.getMessage())));
    if (health.outboxFill() >= MUCH) {
      reasons.add("%.0f %% of the outbox are taken".formatted(100 * health.outboxFill()));
    }
    return String.join(", ", reasons);
  }

  private static List<String> reasons(LayerHealth layer) {
    List<String> reasons = new ArrayList<>();
    if (layer.state() == LayerHealth.State.AWAY) {
      reasons.add("'%s' is away".formatted(layer.name()));
    } else if (layer.feed() == LayerHealth.FeedState.LOST) {
      reasons.add("the changes of '%s' can't be followed".formatted(layer.name()));
    } else if (layer.state() == LayerHealth.State.SLOW) {
      reasons.add("'%s' is slow".formatted(layer.name()));
    }
    layer.owed().ifPresent(owed -> reasons.addAll(reasons(owed)));
    return reasons;
  }

  private static List<String> reasons(LayerStatus owed) {
    List<String> reasons = new ArrayList<>();
    if (owed.entries() > 0) {
      reasons.add(
          "'%s' is owed %s"
              .formatted(owed.layer(), Amounts.count(owed.entries(), "write", "writes")));
    }
    if (owed.deadLetters() > 0) {
      reasons.add(
          "'%s' refused %s"
              .formatted(owed.layer(), Amounts.count(owed.deadLetters(), "write", "writes")));
    }
    return reasons;
  }
}
