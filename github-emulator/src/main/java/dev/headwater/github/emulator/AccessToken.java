package dev.headwater.github.emulator;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that the emulator accepts, and what may be done with it.
 *
 * @param secret what clients send
 * @param expires from then on it is answered with 401
 */
public record AccessToken(
    String secret, Kind kind, Access access, Workflows workflows, Optional<Instant> expires) {

  /** What GitHub calls the token. */
  public enum Kind {
    /** A personal access token (classic), {@code ghp_…}. */
    CLASSIC,
    /** A fine-grained personal access token, {@code github_pat_…}. */
    FINE_GRAINED,
    /** The token of an app's installation, {@code ghs_…}; it stands for no user. */
    INSTALLATION
  }

  /** What may be done to the repository. */
  public enum Access {
    /** Nothing: the repository looks as if it did not exist. */
    NONE,
    /** Read. */
    READ,
    /** Read and written. */
    WRITE
  }

  /** What may be done to files below {@code .github/workflows}. */
  public enum Workflows {
    /** Read. */
    READ,
    /** Read and written. */
    WRITE
  }

  public AccessToken {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("A token must not be blank");
    }
  }

  /** A personal access token (classic) that may write, but not workflows. */
  public static AccessToken classic(String secret) {
    return writing(secret, Kind.CLASSIC);
  }

  /** A fine-grained personal access token that may write, but not workflows. */
  public static AccessToken fineGrained(String secret) {
    return writing(secret, Kind.FINE_GRAINED);
  }

  /** The token of an app's installation that may write, but not workflows. */
  public static AccessToken installation(String secret) {
    return writing(secret, Kind.INSTALLATION);
  }

  private static AccessToken writing(String secret, Kind kind) {
    return new AccessToken(secret, kind, Access.WRITE, Workflows.READ, Optional.empty());
  }

  /** The same, for reading only. */
  public AccessToken readOnly() {
    return new AccessToken(secret, kind, Access.READ, workflows, expires);
  }

  /** The same, for another repository than this one. */
  public AccessToken withoutAccess() {
    return new AccessToken(secret, kind, Access.NONE, workflows, expires);
  }

  /** The same, and workflows may be written. */
  public AccessToken withWorkflows() {
    return new AccessToken(secret, kind, access, Workflows.WRITE, expires);
  }

  /** The same until that time. */
  public AccessToken expiringAt(Instant time) {
    return new AccessToken(secret, kind, access, workflows, Optional.of(time));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AccessToken[" + kind + ", " + access + "]";
  }
}
