package dev.headwater.store.github.rest;

import dev.headwater.store.github.rest.AppTokenRequest.Granted;
import dev.headwater.store.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The token of an app's installation, asked for when it is needed and renewed minutes before it
 * ends. One thread asks; others use the token before, or wait.
 */
final class AppToken implements Credential {

  /** A token is renewed when it has less than this to live. */
  private static final Duration RENEWAL = Duration.ofMinutes(5);

  private final long installation;
  private final AppKey key;
  private final AppTokenRequest request;
  private final RestEnvironment environment;
  private final Pauses pauses;

  private @Nullable Granted granted; // guarded by this
  private @Nullable CompletableFuture<Void> renewal; // guarded by this; while one thread asks

  AppToken(long installation, AppKey key, AppTokenRequest request, RestEnvironment environment) {
    this.installation = installation;
    this.key = key;
    this.request = request;
    this.environment = environment;
    this.pauses = new Pauses(environment.background());
  }

  @Override
  public Optional<Secret> token(RestCall call) throws InterruptedException {
    while (true) {
      CompletableFuture<Void> other;
      CompletableFuture<Void> own = null;
      synchronized (this) {
        Granted known = granted;
        other = renewal;
        if (known != null && lives(known, other == null ? RENEWAL : Duration.ZERO)) {
          return Optional.of(known.token());
        }
        if (other == null) {
          own = new CompletableFuture<>();
          renewal = own;
        }
      }
      if (own != null) {
        renew(own, call);
      } else if (other != null) {
        await(other, call);
      }
    }
  }

  private void renew(CompletableFuture<Void> own, RestCall call) throws InterruptedException {
    Granted next = null;
    try {
      next = request.send(key.jsonWebToken(now()), call);
    } finally {
      synchronized (this) {
        granted = next == null ? granted : next;
        renewal = null;
      }
      own.complete(null);
    }
  }

  private void await(CompletableFuture<Void> other, RestCall call) throws InterruptedException {
    if (call.deadline().isPast()) {
      throw Credentials.missing("no token came in time");
    }
    pauses.pause(call.deadline().left(), other);
  }

  @Override
  public synchronized boolean mayReplace(Secret refused) {
    Granted known = granted;
    if (known != null && known.token().reveal().equals(refused.reveal())) {
      granted = null;
    }
    return true;
  }

  private boolean lives(Granted known, Duration atLeast) {
    return now().plus(atLeast).isBefore(known.ends());
  }

  private Instant now() {
    return environment.time().instant();
  }

  @Override
  public String identity() {
    return "app %s/%d".formatted(key.appId(), installation);
  }

  @Override
  public String origin() {
    return "app %s, installation %d".formatted(key.appId(), installation);
  }
}
