package dev.headwater.store.etcd;

/** A read that has to be asked in another way. Never leaves this package. */
final class ReadRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Failure failure;

  ReadRefusedException(Failure failure, String what) {
    super(what);
    this.failure = failure;
  }

  /** {@code COMPACTED}, {@code FUTURE_REVISION} or {@code ANSWER_TOO_LARGE}. */
  Failure failure() {
    return failure;
  }
}
