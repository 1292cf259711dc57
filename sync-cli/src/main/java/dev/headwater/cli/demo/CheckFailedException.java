package dev.headwater.cli.demo;

/** A step did not come to what it should have. */
final class CheckFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CheckFailedException(String message) {
    super(message);
  }

  /** Fails unless it is so. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  static void require(boolean so, String otherwise, Object... arguments) {
    if (!so) {
      throw new CheckFailedException(otherwise.formatted(arguments));
    }
  }
}
