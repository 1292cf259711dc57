package dev.headwater.cli.chain;

import dev.headwater.chain.ChainHealth;
import dev.headwater.chain.ChainLayers;
import dev.headwater.chain.Layer;
import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.chain.outbox.OutboxSnapshot;
import dev.headwater.store.background.Background;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How a chain is, seen from outside: what its layers answer to this process, and what its outbox
 * holds, whoever owns that.
 *
 * @param state how the chain is as a whole
 * @param layers how each layer is, the topmost first
 * @param owner who has the outbox; empty if nobody has
 */
public record ChainStatus(ChainHealth.State state, List<LayerLine> layers, Optional<String> owner) {

  static final String AUTHORITY = "authority";

  public ChainStatus {
    layers = List.copyOf(layers);
  }

  /**
   * Asks all layers at the same time.
   *
   * @throws IllegalArgumentException if the file describes no chain
   * @throws dev.headwater.store.StoreException if its outbox can't be read
   */
  public static ChainStatus of(ChainFile file, StoreEnvironment environment)
      throws InterruptedException {
    try (ChainLayers layers = ChainLayers.open(file, environment);
        Background background = Background.daemon("headwater-status")) {
      OutboxSnapshot outbox = OutboxSnapshot.of(file, environment);
      Optional<String> owner =
          file.outbox().file().flatMap(uri -> Journals.owner(uri, environment));
      List<LayerLine> lines = lines(layers, outbox, background, environment);
      return new ChainStatus(state(file, lines, outbox), lines, owner);
    }
  }

  private static List<LayerLine> lines(
      ChainLayers layers,
      OutboxSnapshot outbox,
      Background background,
      StoreEnvironment environment)
      throws InterruptedException {
    List<Optional<CompletableFuture<Probe>>> asked =
        layers.layers().stream().map(layer -> asked(layer, background, environment)).toList();
    List<LayerLine> lines = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Layer layer = layers.layers().get(i);
      Optional<CompletableFuture<Probe>> answer = asked.get(i);
      Optional<Probe> probe =
          answer.isPresent() ? Optional.of(Probe.await(layer, answer.get())) : Optional.empty();
      String role =
          layer.equals(layers.authority())
              ? AUTHORITY
              : layer.role().name().toLowerCase(Locale.ROOT);
      lines.add(
          new LayerLine(
              layer, role, probe, outbox.status(layer.name(), environment.time().instant())));
    }
    return lines;
  }

  private static Optional<CompletableFuture<Probe>> asked(
      Layer layer, Background background, StoreEnvironment environment) {
    return layer.isLocal()
        ? Optional.empty()
        : Optional.of(Probe.start(layer, background, environment.time()));
  }

  /* The rules are those of a chain's own health, as far as they can be seen from outside. */
  private static ChainHealth.State state(
      ChainFile file, List<LayerLine> lines, OutboxSnapshot outbox) {
    int most = file.outbox().maxEntries().orElse(OutboxConfig.inMemory().maxEntries());
    int kept = outbox.waiting().size() + outbox.deadLetters().size();
    boolean accepts = file.acknowledgesLocally() && kept < most;
    boolean isAway =
        lines.stream().anyMatch(line -> line.role().equals(AUTHORITY) && line.isAway());
    if (isAway && !accepts) {
      return ChainHealth.State.DOWN;
    }
    return kept <= most / 2 && lines.stream().allMatch(LayerLine::isWell)
        ? ChainHealth.State.UP
        : ChainHealth.State.DEGRADED;
  }
}
