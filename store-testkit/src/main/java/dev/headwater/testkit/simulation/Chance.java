package dev.headwater.testkit.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The randomness of one history: the same for the same seed. */
public final class Chance {

  private final SplittableRandom random;

  public Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A number from 0 to below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number from the first to the last. */
  public int between(int first, int last) {
    return random.nextInt(first, last + 1);
  }

  /** True so many times in a thousand. */
  public boolean perMille(int times) {
    return times > 0 && random.nextInt(1000) < times;
  }

  /** One of these. */
  public <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A generator of its own, for code that asks more or less often than before. */
  public RandomGenerator split() {
    return random.split();
  }
}
