package dev.headwater.chain.simulation;

import static dev.headwater.chain.Acknowledgement.ALL;
import static dev.headwater.chain.Acknowledgement.AUTHORITY;
import static dev.headwater.chain.Acknowledgement.LOCAL;
import static dev.headwater.chain.simulation.LayerPlan.Kind.CACHE;
import static dev.headwater.chain.simulation.LayerPlan.Kind.MEMORY;
import static dev.headwater.chain.simulation.LayerPlan.Kind.REPOSITORY;
import static dev.headwater.chain.simulation.LayerPlan.Kind.SHARED_STORE;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.chain.Layer;
import dev.headwater.store.Key;
import dev.headwater.testkit.simulation.Chance;
import dev.headwater.testkit.simulation.Judge;
import dev.headwater.testkit.simulation.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one history is made of.
 *
 * @param layers the layers of every chain, top first
 * @param absenceMillis for how long the chains remember an absence
 * @param rememberedKeys of how many keys the chains remember stamps
 * @param ends whether processes end on their own
 * @param clocks whether clocks go wrong
 * @param outboxes what the chains have for outboxes
 */
record Plan(
    List<LayerPlan> layers,
    int processes,
    List<Key> keys,
    int steps,
    Weather weather,
    int absenceMillis,
    int rememberedKeys,
    Ends ends,
    Clocks clocks,
    Outboxes outboxes) {

  static final int MAX_OFFSET_MILLIS = 3_000;
  static final int MIN_STEPS = 100;
  private static final int MORE_STEPS = 60;

  private static final List<Key> KEYS =
      Stream.of("a", "a/b", "b", "\u20ac", "\ue000", "\ud83d\ude00", "z").map(Key::of).toList();

  enum Ends {
    NEVER,
    SOMETIMES
  }

  enum Clocks {
    RIGHT,
    WRONG
  }

  /**
   * What the chains have for outboxes.
   *
   * @param kept where they are
   * @param maxEntries how much one holds
   * @param waitMillis how long a write waits for room
   * @param flushMillis how long the end of a process waits for deliveries
   * @param levels what writes wait for, one of them each
   */
  record Outboxes(
      Kept kept, int maxEntries, int waitMillis, int flushMillis, List<Acknowledgement> levels) {
    private static final int NO_BOUND = 1_000;

    Judge.Room room() {
      return maxEntries < NO_BOUND ? Judge.Room.FOR_A_FEW : Judge.Room.FOR_ALL;
    }

    static Outboxes of(Chance chance) {
      return new Outboxes(
          chance.perMille(650) ? Kept.ON_DISK : Kept.IN_MEMORY,
          chance.perMille(200) ? chance.between(1, 4) : NO_BOUND,
          chance.perMille(500) ? chance.below(1_000) : 0,
          chance.perMille(500) ? chance.below(3_000) : 0,
          chance.perMille(300) ? List.of(AUTHORITY) : LEVELS);
    }
  }

  enum Kept {
    IN_MEMORY,
    ON_DISK
  }

  private static final List<Acknowledgement> LEVELS =
      List.of(LOCAL, LOCAL, AUTHORITY, AUTHORITY, ALL);

  boolean isJournaled() {
    return outboxes.kept() == Kept.ON_DISK;
  }

  /** Whether whatever the authority takes reaches every layer that is written. */
  boolean isOwedEverywhere() {
    return layers.stream()
            .anyMatch(
                layer ->
                    layer.mode() == Layer.WriteMode.BEHIND && !layer.name().equals("authority"))
        && (isJournaled() || ends == Ends.NEVER);
  }

  /** Whether there is a store below the authority. */
  boolean hasDeep() {
    return layers.stream().anyMatch(layer -> layer.name().equals("deep"));
  }

  static Plan of(Chance chance) {
    Ends ends = chance.perMille(650) ? Ends.SOMETIMES : Ends.NEVER;
    return new Plan(
        layers(chance),
        chance.between(1, 3),
        KEYS.subList(0, chance.perMille(300) ? KEYS.size() : chance.between(1, 4)),
        MIN_STEPS + chance.below(MORE_STEPS),
        weather(chance, ends),
        chance.perMille(500) ? 1000 : 0,
        chance.perMille(500) ? 1 : 64,
        ends,
        chance.perMille(300) ? Clocks.WRONG : Clocks.RIGHT,
        Outboxes.of(chance));
  }

  private static List<LayerPlan> layers(Chance chance) {
    List<LayerPlan> layers = new ArrayList<>();
    if (chance.perMille(850)) {
      layers.add(LayerPlan.through("memory", MEMORY));
    }
    if (chance.perMille(150)) {
      layers.add(LayerPlan.through("near", MEMORY));
    }
    if (chance.perMille(500)) {
      layers.add(remote("cache", CACHE, chance));
    }
    layers.add(remote("authority", SHARED_STORE, chance));
    if (layers.size() < 4 && chance.perMille(350)) {
      layers.add(
          chance.perMille(500)
              ? LayerPlan.behind("deep", REPOSITORY)
              : remote("deep", SHARED_STORE, chance));
    }
    return layers;
  }

  private static LayerPlan remote(String name, LayerPlan.Kind kind, Chance chance) {
    return chance.perMille(400) ? LayerPlan.behind(name, kind) : LayerPlan.through(name, kind);
  }

  private static Weather weather(Chance chance, Ends ends) {
    int pause = chance.perMille(800) ? chance.between(20, 200) : 0;
    if (chance.perMille(200)) {
      return Weather.breezy(pause);
    }
    int crash = ends == Ends.NEVER ? 0 : chance.below(30);
    return new Weather(
        chance.below(60),
        chance.below(60),
        crash,
        crash,
        pause,
        chance.below(100),
        chance.below(100));
  }
}
