package dev.headwater.store.github;

import dev.headwater.store.github.rest.GithubAddress;
import dev.headwater.store.github.rest.GithubCredentials;
import dev.headwater.store.github.rest.RateLimits;
import dev.headwater.store.spi.StoreUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which repository a store is in and how it is used.
 *
 * @param address the repository and its branch
 * @param credentials what the requests are authorised by
 * @param limits what the server allows
 * @param access whether the store writes
 * @param timing how long, how often
 * @param caching what is kept on this machine
 * @param maxValueBytes the longest value, at most {@value #LARGEST_VALUE_BYTES}
 */
public record GithubStoreConfig(
    GithubAddress address,
    GithubCredentials credentials,
    RateLimits limits,
    Access access,
    Timing timing,
    Caching caching,
    long maxValueBytes) {

  /** The most that {@link #maxValueBytes} may be: GitHub takes no larger files. */
  public static final long LARGEST_VALUE_BYTES = 100L * 1024 * 1024;

  private static final String MODE = "mode";
  private static final String TIMEOUT = "timeout";
  private static final String POLL = "poll";
  private static final String COMMIT_INTERVAL = "commit-interval";
  private static final String MAX_VALUE_BYTES = "max-value-bytes";
  private static final String CACHE = "cache";
  private static final String CACHE_BYTES = "cache-bytes";
  private static final String MEMORY_BYTES = "memory-bytes";
  private static final Set<String> OWN =
      Set.of(
          MODE, TIMEOUT, POLL, COMMIT_INTERVAL, MAX_VALUE_BYTES, CACHE, CACHE_BYTES, MEMORY_BYTES);

  /** Whether a store writes. */
  public enum Access {
    READ_WRITE,
    /** Reads only; a credential that may read is enough. */
    READ_ONLY
  }

  /**
   * How long, how often.
   *
   * @param timeout the time that an operation has, 1 s to 10 minutes
   * @param pollInterval how often the branch is looked at while a feed waits
   * @param maxAge how long ago the branch may have been looked at when a read is answered; zero to
   *     look at each read, which is one request each
   * @param commitInterval the least time between two commits; what is written meanwhile goes into
   *     the next one
   */
  public record Timing(
      Duration timeout, Duration pollInterval, Duration maxAge, Duration commitInterval) {

    static final Timing USUAL =
        new Timing(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));

    public Timing {
      require(
          timeout.compareTo(Duration.ofSeconds(1)) >= 0
              && timeout.compareTo(Duration.ofMinutes(10)) <= 0,
          TIMEOUT + " is " + timeout.toMillis() + "ms; 1s to 10m are allowed");
      require(!pollInterval.isNegative() && !pollInterval.isZero(), POLL + " is not positive");
      require(!maxAge.isNegative(), "maxAge is negative");
      require(!commitInterval.isNegative(), COMMIT_INTERVAL + " is negative");
    }
  }

  /**
   * What is kept on this machine.
   *
   * @param memoryBytes the most bytes of contents in memory
   * @param directory a directory that keeps contents for the next process; empty for none
   * @param directoryBytes the most bytes in it
   */
  public record Caching(long memoryBytes, Optional<Path> directory, long directoryBytes) {

    static final Caching USUAL = new Caching(64L << 20, Optional.empty(), 1L << 30);

    public Caching {
      require(memoryBytes >= 0, MEMORY_BYTES + " is negative: " + memoryBytes);
      require(directoryBytes > 0, CACHE_BYTES + " is not positive: " + directoryBytes);
    }

    /** The same, with this directory. */
    public Caching in(Path newDirectory) {
      return new Caching(memoryBytes, Optional.of(newDirectory), directoryBytes);
    }
  }

  public GithubStoreConfig {
    require(
        maxValueBytes >= 0 && maxValueBytes <= LARGEST_VALUE_BYTES,
        "%s is %d; 0 to %d are allowed"
            .formatted(MAX_VALUE_BYTES, maxValueBytes, LARGEST_VALUE_BYTES));
  }

  /** A store in this repository. */
  public static GithubStoreConfig of(
      GithubAddress address, GithubCredentials credentials, RateLimits limits) {
    return new GithubStoreConfig(
        address,
        credentials,
        limits,
        Access.READ_WRITE,
        Timing.USUAL,
        Caching.USUAL,
        LARGEST_VALUE_BYTES);
  }

  /**
   * The configuration that a URI such as {@code github:OWNER/REPOSITORY?branch=data} gives.
   *
   * @param variables the environment, where the token may be
   * @throws IllegalArgumentException if the URI is wrong, naming the part
   */
  public static GithubStoreConfig of(StoreUri uri, Map<String, String> variables) {
    uri.requireParametersAmong(known());
    GithubAddress address = GithubAddress.of(uri);
    return new GithubStoreConfig(
        address,
        GithubCredentials.of(uri, variables, address),
        RateLimits.of(uri, address),
        uri.word(MODE, Set.of("ro", "rw")).orElse("rw").equals("ro")
            ? Access.READ_ONLY
            : Access.READ_WRITE,
        timing(uri),
        caching(uri),
        uri.number(MAX_VALUE_BYTES, 0, LARGEST_VALUE_BYTES).orElse(LARGEST_VALUE_BYTES));
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>(OWN);
    known.addAll(GithubAddress.PARAMETERS);
    known.addAll(GithubCredentials.PARAMETERS);
    known.addAll(RateLimits.PARAMETERS);
    return known;
  }

  private static Timing timing(StoreUri uri) {
    Duration poll = uri.duration(POLL).orElse(Timing.USUAL.pollInterval);
    return new Timing(
        uri.duration(TIMEOUT).orElse(Timing.USUAL.timeout),
        poll,
        poll,
        uri.duration(COMMIT_INTERVAL).orElse(Timing.USUAL.commitInterval));
  }

  private static Caching caching(StoreUri uri) {
    return new Caching(
        uri.number(MEMORY_BYTES, 0, Long.MAX_VALUE).orElse(Caching.USUAL.memoryBytes),
        uri.parameter(CACHE).map(uri::file),
        uri.number(CACHE_BYTES, 1, Long.MAX_VALUE).orElse(Caching.USUAL.directoryBytes));
  }

  /** The same repository, for reading only. */
  public GithubStoreConfig readOnly() {
    return new GithubStoreConfig(
        address, credentials, limits, Access.READ_ONLY, timing, caching, maxValueBytes);
  }

  public GithubStoreConfig timing(Timing newTiming) {
    return new GithubStoreConfig(
        address, credentials, limits, access, newTiming, caching, maxValueBytes);
  }

  public GithubStoreConfig caching(Caching newCaching) {
    return new GithubStoreConfig(
        address, credentials, limits, access, timing, newCaching, maxValueBytes);
  }

  public GithubStoreConfig maxValueBytes(long newMaxValueBytes) {
    return new GithubStoreConfig(
        address, credentials, limits, access, timing, caching, newMaxValueBytes);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
