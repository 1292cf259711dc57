package dev.headwater.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.simulation.Histories;
import dev.headwater.testkit.simulation.Trace;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChainSimulationTest {

  private static final int SHOWN = 40;
  private static final int COMPARED = 100;

  private final Profile profile = Profile.ofSystem();

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void theLawsHoldInEveryHistory() {
    Histories histories = new Histories(new ChainSimulation());
    System.out.println("Simulation of chains: " + profile);
    long start = System.nanoTime();

    histories
        .run(profile.seed(), profile.histories(), profile.threads())
        .ifPresent(
            failure -> {
              throw new AssertionError(profile.explain(failure, SHOWN), failure.error());
            });

    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "Simulation of chains: %s; %.0f histories a second%n",
        histories, profile.histories() / seconds);
  }

  @Test
  void aHistoryIsTheSameEveryTime() {
    for (long seed = profile.seed(); seed < profile.seed() + COMPARED; seed++) {
      assertThat(checksum(seed)).as("seed %d", seed).isEqualTo(checksum(seed));
    }
  }

  private static long checksum(long seed) {
    Trace trace = Trace.checksum();
    new ChainSimulation().run(seed, trace);
    return trace.value();
  }
}
