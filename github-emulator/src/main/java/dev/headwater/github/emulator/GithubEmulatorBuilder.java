package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.AppTokens;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The settings of an emulator that is about to start; see {@link GithubEmulator#over}. */
public final class GithubEmulatorBuilder {
  private static final Pattern FULL_NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");
  private static final int MAX_PORT = 65_535;

  final Path directory;
  String repository = "headwater/data";
  String defaultBranch = "main";
  int port;
  int threads = 32;
  int maxBodyBytes = 64 << 20;
  AccessToken token = AccessToken.classic("ghp_emulator");
  Optional<AppTokens> app = Optional.empty();
  InstantSource clock = Clock.systemUTC();
  RateLimits rateLimits = RateLimits.none();
  SizeLimits sizeLimits = SizeLimits.github();
  Consumer<Exchange> listener = exchange -> {};

  GithubEmulatorBuilder(Path directory) {
    this.directory = directory;
  }

  /** The repository's name, {@code owner/name}; by default {@code headwater/data}. */
  public GithubEmulatorBuilder repository(String fullName) {
    if (!FULL_NAME.matcher(fullName).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a repository's name, OWNER/NAME".formatted(fullName));
    }
    repository = fullName;
    return this;
  }

  /** The default branch of a repository that does not exist yet; by default {@code main}. */
  public GithubEmulatorBuilder defaultBranch(String branch) {
    defaultBranch = branch;
    return this;
  }

  /** The port to listen on; by default 0, a free one. */
  public GithubEmulatorBuilder port(int number) {
    if (number < 0 || number > MAX_PORT) {
      throw new IllegalArgumentException("not a port: " + number);
    }
    port = number;
    return this;
  }

  /** How many requests are worked on at once; by default 32. */
  public GithubEmulatorBuilder threads(int number) {
    threads = positive("threads", number);
    return this;
  }

  /** Longer requests are answered with 413; by default 64 MiB. */
  public GithubEmulatorBuilder maxBodyBytes(int bytes) {
    maxBodyBytes = positive("maxBodyBytes", bytes);
    return this;
  }

  private static int positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
    return value;
  }

  /** The token that is accepted from the start; by default one that may write. */
  public GithubEmulatorBuilder token(AccessToken accepted) {
    token = accepted;
    return this;
  }

  /**
   * An app that may get itself tokens for an installation; by default there is none.
   *
   * @param id the app's id or client id
   * @param key the counterpart of the key that it signs with
   */
  public GithubEmulatorBuilder app(String id, long installation, PublicKey key) {
    app = Optional.of(new AppTokens(id, installation, key));
    return this;
  }

  /** The time of limits, commits and answers; by default the system's. */
  public GithubEmulatorBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** How much may be asked for; by default {@link RateLimits#none()}. */
  public GithubEmulatorBuilder rateLimits(RateLimits limits) {
    rateLimits = limits;
    return this;
  }

  /** How large things may be; by default {@link SizeLimits#github()}. */
  public GithubEmulatorBuilder sizeLimits(SizeLimits limits) {
    sizeLimits = limits;
    return this;
  }

  /** Is told of every exchange, on the thread that answers it, before the client has the answer. */
  public GithubEmulatorBuilder listener(Consumer<Exchange> exchanges) {
    listener = exchanges;
    return this;
  }

  /**
   * Starts the server.
   *
   * @throws IllegalArgumentException if there is something else than a repository in the directory
   * @throws java.io.UncheckedIOException if the directory can't be used, or the port is taken
   */
  public GithubEmulator start() {
    return GithubEmulator.start(this);
  }
}
