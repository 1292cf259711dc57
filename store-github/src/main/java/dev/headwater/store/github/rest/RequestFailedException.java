package dev.headwater.store.github.rest;

import org.jspecify.annotations.Nullable;

/**
 * A request failed. Unchecked, so that it passes through the library between; it does not leave
 * this package.
 */
final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final GithubFailure failure;
  private final boolean mayHaveHappened;

  /**
   * @param said what was said of it, without secrets
   * @param mayHaveHappened whether the request may have had its effect all the same
   */
  RequestFailedException(
      GithubFailure failure, String said, boolean mayHaveHappened, @Nullable Throwable cause) {
    super(said, cause);
    this.failure = failure;
    this.mayHaveHappened = mayHaveHappened;
  }

  /** Of a request that had no effect. */
  static RequestFailedException withoutEffect(
      GithubFailure failure, String said, @Nullable Throwable cause) {
    return new RequestFailedException(failure, said, false, cause);
  }

  GithubFailure failure() {
    return failure;
  }

  boolean mayHaveHappened() {
    return mayHaveHappened;
  }

  String said() {
    return String.valueOf(getMessage());
  }
}
