package dev.headwater.github.emulator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks every exchange of an emulator against GitHub's description; without the description it
 * checks nothing. Give it to the emulator as its listener, and ask in the end. Thread-safe.
 */
public final class Conformance implements Consumer<Exchange> {
  private static final Optional<GithubDescription> DESCRIPTION = GithubDescription.find();
  private static final int KEPT = 20;

  private final List<String> violations = new ArrayList<>(); // guarded by this
  private long checked; // guarded by this

  /** Whether there is a description to check against. */
  public static boolean isPossible() {
    return DESCRIPTION.isPresent();
  }

  @Override
  public void accept(Exchange exchange) {
    DESCRIPTION.ifPresent(description -> note(exchange, description.violations(exchange)));
  }

  private synchronized void note(Exchange exchange, List<String> found) {
    checked++;
    if (!found.isEmpty() && violations.size() < KEPT) {
      violations.add(exchange + ": " + found);
    }
  }

  /** How many exchanges were checked. */
  public synchronized long checked() {
    return checked;
  }

  /** Fails if an exchange differed. */
  public synchronized void requireNone() {
    assertThat(violations).as("exchanges that GitHub's description does not allow").isEmpty();
  }
}
