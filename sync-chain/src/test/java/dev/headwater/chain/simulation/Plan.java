package dev.headwater.chain.simulation;

import static dev.headwater.chain.simulation.LayerPlan.Kind.CACHE;
import static dev.headwater.chain.simulation.LayerPlan.Kind.MEMORY;
import static dev.headwater.chain.simulation.LayerPlan.Kind.SHARED_STORE;

import dev.headwater.store.Key;
import dev.headwater.testkit.simulation.Chance;
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
    Clocks clocks) {

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
        chance.perMille(300) ? Clocks.WRONG : Clocks.RIGHT);
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
      layers.add(LayerPlan.through("cache", CACHE));
    }
    layers.add(LayerPlan.through("authority", SHARED_STORE));
    if (layers.size() < 4 && chance.perMille(250)) {
      layers.add(LayerPlan.through("deep", SHARED_STORE));
    }
    return layers;
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
