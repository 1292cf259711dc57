package dev.headwater.store.github.rest;

import dev.headwater.store.spi.Secret;
import java.util.Optional;

/** Gives each request its token. Thread-safe. Prints no secret. */
interface Credential {

  /**
   * The token to be sent now; empty for none.
   *
   * @throws RequestFailedException if it can't be had
   */
  Optional<Secret> token(RestCall call) throws InterruptedException;

  /** The server refused this token; whether {@link #token} may give another one now. */
  boolean mayReplace(Secret refused);

  /** Tells credentials apart without telling them. */
  String identity();

  /** Where it is from, for people. */
  String origin();
}
