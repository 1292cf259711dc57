package dev.headwater.cli.files;

import dev.headwater.cli.output.Line;

/** A job could not come to its end. Running it again does the rest; the cause says what failed. */
public final class BrokenOffException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Line report;
  private final RuntimeException failure;

  BrokenOffException(Line report, RuntimeException failure) {
    super(failure.getMessage(), failure);
    this.report = report;
    this.failure = failure;
  }

  /** What was done until then. */
  public Line report() {
    return report;
  }

  /** What went wrong. */
  public RuntimeException failure() {
    return failure;
  }
}
