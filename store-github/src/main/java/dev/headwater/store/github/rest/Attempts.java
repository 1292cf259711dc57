package dev.headwater.store.github.rest;

import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Does a request, and does it again where that may help and can do no harm, with growing pauses,
 * within the operation's time.
 */
final class Attempts {

  static final int MAX_TRIES = 5;

  /** A replica is seconds behind, not minutes; and what is asked for may really not be there. */
  private static final int MAX_TRIES_OF_ABSENT = 3;

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8));

  private final GithubErrors errors;
  private final Pauses pauses;
  private final RandomGenerator random;

  Attempts(GithubErrors errors, Pauses pauses, RandomGenerator random) {
    this.errors = errors;
    this.pauses = pauses;
    this.random = random;
  }

  /**
   * Does it until it succeeds, or fails for good.
   *
   * @throws dev.headwater.store.StoreException if it failed
   */
  <T> T run(RestCall call, Effect effect, Supplier<T> request) {
    try {
      return repeated(call, effect, request);
    } catch (RequestFailedException e) {
      throw errors.translate(e, call, effect);
    }
  }

  /**
   * {@link #run}, or else, if it fails in one of these ways, empty.
   *
   * @throws dev.headwater.store.StoreException if it failed in another way
   */
  <T> Optional<T> runUnless(
      Set<GithubFailure> expected, RestCall call, Effect effect, Supplier<T> request) {
    try {
      return Optional.of(repeated(call, effect, request));
    } catch (RequestFailedException e) {
      if (expected.contains(e.failure())) {
        return Optional.empty();
      }
      throw errors.translate(e, call, effect);
    }
  }

  private <T> T repeated(RestCall call, Effect effect, Supplier<T> request) {
    for (int failures = 1; ; failures++) {
      try {
        return request.get();
      } catch (RequestFailedException e) {
        if (failures >= tries(e, effect) || !paused(failures, call)) {
          throw e;
        }
      }
    }
  }

  private static int tries(RequestFailedException failed, Effect effect) {
    if (failed.mayHaveHappened() && effect == Effect.MOVES_BRANCH) {
      return 1;
    }
    return switch (failed.failure()) {
      case UNREACHED, LOST, SERVER, LIMITED, BUSY, NOT_THERE_YET -> MAX_TRIES;
      case NOT_FOUND -> effect == Effect.NONE_BY_ID ? MAX_TRIES_OF_ABSENT : 1;
      case UNTRUSTED,
          UNAUTHORIZED,
          NO_CREDENTIAL,
          SIGN_ON,
          FORBIDDEN,
          ARCHIVED,
          PROTECTED,
          BLOCKED,
          NO_SUCH_COMMIT,
          EMPTY,
          UNRELATED,
          NOT_FAST_FORWARD,
          EXISTS,
          NO_SUCH_BRANCH,
          MALFORMED_PATH,
          TOO_LARGE,
          ANSWER_TOO_LARGE,
          INVALID,
          REDIRECTED,
          NOT_GITHUB,
          NO_TIME,
          INTERRUPTED ->
          1;
    };
  }

  /* Whether there was time for it. */
  private boolean paused(int failures, RestCall call) {
    Duration pause = BACKOFF.after(failures, random);
    if (pause.compareTo(call.deadline().left()) >= 0) {
      return false;
    }
    try {
      pauses.pause(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(call.subject(), "the thread was interrupted", e);
    }
  }
}
