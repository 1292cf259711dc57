package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Caller;
import dev.headwater.github.emulator.rest.Caller.Contents;
import dev.headwater.github.emulator.rest.Caller.Workflows;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that are accepted now, and what each has used. Thread-safe. */
final class Tokens {
  private static final String LOGIN = "headwater-bot";

  /** A token and its use. */
  record Holder(AccessToken token, RateAccount account) {
    Caller caller(RateLimits limits, Instant now) {
      return new Caller(
          LOGIN,
          token.kind() == AccessToken.Kind.INSTALLATION ? Caller.Kind.APP : Caller.Kind.USER,
          token.access() == AccessToken.Access.WRITE ? Contents.WRITE : Contents.READ,
          token.workflows() == AccessToken.Workflows.WRITE ? Workflows.WRITE : Workflows.READ,
          account.quota(limits, now));
    }
  }

  private final Map<String, Holder> holders = new ConcurrentHashMap<>();

  void accept(AccessToken token) {
    holders.compute(
        token.secret(),
        (secret, known) -> new Holder(token, known == null ? new RateAccount() : known.account()));
  }

  void revoke(String secret) {
    holders.remove(secret);
  }

  /** What follows the scheme in an Authorization header. */
  static String secret(String authorization) {
    return authorization.substring(authorization.indexOf(' ') + 1).trim();
  }

  /** Whose the Authorization header is; nothing if it is of nobody, or not any more. */
  Optional<Holder> find(String authorization, Instant now) {
    return Optional.ofNullable(holders.get(secret(authorization)))
        .filter(found -> found.token().expires().map(now::isBefore).orElse(true));
  }
}
