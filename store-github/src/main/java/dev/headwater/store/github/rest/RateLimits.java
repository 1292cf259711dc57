package dev.headwater.store.github.rest;

import dev.headwater.store.spi.StoreUri;
import java.util.Set;

/**
 * What a server allows one credential, beyond what its answers say. Less is used than is allowed,
 * since others may use the same credential.
 *
 * @param pointsPerMinute a read counts 1, a write 5
 * @param writesPerMinute requests that make or change something
 * @param writesPerHour the same
 * @param readsAtOnce how many reads may be under way
 */
public record RateLimits(
    int pointsPerMinute, int writesPerMinute, int writesPerHour, int readsAtOnce) {

  /** The parameter of a URI that is read here. */
  public static final Set<String> PARAMETERS = Set.of("limits");

  private static final int READS_AT_ONCE = 8;
  private static final int PLENTY = 1_000_000_000;

  public RateLimits {
    if (pointsPerMinute < 10 || writesPerMinute < 2 || writesPerHour < 2 || readsAtOnce < 1) {
      throw new IllegalArgumentException(
          "limits leave no room: %d points and %d writes a minute, %d writes an hour, %d reads"
              .formatted(pointsPerMinute, writesPerMinute, writesPerHour, readsAtOnce));
    }
  }

  /** Those of github.com ("Rate limits for the REST API", secondary limits). */
  public static RateLimits github() {
    return new RateLimits(900, 80, 500, READS_AT_ONCE);
  }

  /** None but what answers say: GitHub Enterprise as it is installed, emulators. */
  public static RateLimits server() {
    return new RateLimits(PLENTY, PLENTY, PLENTY, READS_AT_ONCE);
  }

  /** Those that a URI names, {@code limits=github} or {@code server}, or else those of its host. */
  public static RateLimits of(StoreUri uri, GithubAddress address) {
    String word =
        uri.word("limits", Set.of("github", "server"))
            .orElse(address.isRunByGithub() ? "github" : "server");
    return word.equals("github") ? github() : server();
  }
}
