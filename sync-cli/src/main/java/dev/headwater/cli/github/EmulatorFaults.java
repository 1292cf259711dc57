package dev.headwater.cli.github;

import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Option;

/** The options that say what goes wrong in an emulator. */
public final class EmulatorFaults {

  @Option(
      names = "--failures",
      paramLabel = "PERCENT",
      description =
          "So many of 100 requests fail: 502 or a cut connection, before or after they were done.")
  private double percent;

  @Option(
      names = "--slow",
      paramLabel = "TIME",
      description = "Each answer comes so much later, such as 300ms.")
  private Optional<Duration> slow = Optional.empty();

  @Option(
      names = "--stale",
      paramLabel = "TIME",
      description = "So long after a change readers may see what was before.")
  private Optional<Duration> stale = Optional.empty();

  @Option(names = "--archived", description = "Nothing can be written, as in an archived one.")
  private boolean archived;

  @Option(
      names = "--protect",
      paramLabel = "BRANCH",
      description = "The branch takes pull requests only.")
  private List<String> branches = List.of();

  /**
   * These options.
   *
   * @throws IllegalArgumentException if there is no such percentage
   */
  public EmulatorFaults checked() {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("--failures: %s is not a percentage".formatted(percent));
    }
    return this;
  }

  /** Lets these things go wrong from now on. */
  public void befall(Faults faults) {
    RandomGenerator random = RandomGenerator.getDefault();
    List<Fault> kinds =
        List.of(
            Fault.badGateway(Moment.BEFORE),
            Fault.badGateway(Moment.AFTER),
            Fault.cut(Moment.BEFORE),
            Fault.cut(Moment.AFTER));
    double each = percent / 100 / kinds.size();
    for (int i = 0; i < kinds.size(); i++) { // each among those that none before it befell
      faults.randomly(Math.min(1, each / (1 - i * each)), random, kinds.get(i));
    }
    slow.ifPresent(delay -> faults.randomly(1, random, Fault.slow(delay)));
    stale.ifPresent(faults::staleReadsFor);
    branches.forEach(faults::protect);
    if (archived) {
      faults.archive();
    }
  }
}
