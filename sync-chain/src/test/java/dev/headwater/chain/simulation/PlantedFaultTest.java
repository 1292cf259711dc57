package dev.headwater.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.simulation.Histories;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation bites: it finds every fault that is planted. */
@Tag("long")
class PlantedFaultTest {

  private static final int MOST_HISTORIES = 20_000;

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void isFound(PlantedFault fault) {
    Profile profile = Profile.ofSystem();
    Optional<Histories.Failure> found =
        new Histories(Mutant.with(fault)).run(1, MOST_HISTORIES, profile.threads());
    assertThat(found).as("%s in %d histories", fault, MOST_HISTORIES).isPresent();
    Histories.Failure failure = found.orElseThrow();
    assertThat(failure.error().toString()).contains("Violation");
    System.out.printf(
        "planted fault %-34s found in history %5d: %.100s%n",
        fault, failure.number(), failure.error().getMessage());
  }
}
