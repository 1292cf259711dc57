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

    histories
        .run(profile.seed(), profile.histories(), profile.threads())
        .ifPresent(
            failure -> {
              throw new AssertionError(profile.explain(failure, SHOWN), failure.error());
            });

    System.out.println("Simulation of chains: " + histories);
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
