package dev.headwater.sync;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import java.util.Random;
import java.util.random.RandomGenerator;

/** The two stores of one run, with their requests counted and their calls retried. */
final class Pair {

  private final CountingStore source;
  private final CountingStore target;
  private final Retrying sourceCalls;
  private final Retrying targetCalls;

  Pair(Store source, Store target, Background background, int retries) {
    RandomGenerator random = new Random(); // of the generators, the one for several threads
    this.source = new CountingStore(source);
    this.target = new CountingStore(target);
    this.sourceCalls = new Retrying(this.source, background, retries, random);
    this.targetCalls = new Retrying(this.target, background, retries, random);
  }

  CountingStore store(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  Retrying calls(Side side) {
    return side == Side.SOURCE ? sourceCalls : targetCalls;
  }

  /** The differences of the keys that pass the filter. */
  March march(KeyFilter filter, int pageSize) {
    return new March(
        SideReader.start(source, filter, pageSize, sourceCalls),
        SideReader.start(target, filter, pageSize, targetCalls));
  }

  /** What the mode makes of these stores' differences. */
  Planner planner(Sync.Mode mode) {
    return new Planner(mode, source.capabilities(), target.capabilities());
  }

  /** From now on nothing is tried again. */
  void stop() {
    sourceCalls.stop();
    targetCalls.stop();
  }
}
