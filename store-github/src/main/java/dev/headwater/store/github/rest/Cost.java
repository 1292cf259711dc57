package dev.headwater.store.github.rest;

/**
 * What a request takes of the limits.
 *
 * @param kind what it does
 * @param repository which repository it is about: one is written by one request at a time
 */
record Cost(Kind kind, String repository) {

  /** What a request does. */
  enum Kind {
    READ(1),
    /** A read that is free if nothing changed. */
    CONDITIONAL_READ(1),
    WRITE(5);

    private final int points;

    Kind(int points) {
      this.points = points;
    }

    int points() {
      return points;
    }
  }

  boolean isWrite() {
    return kind == Kind.WRITE;
  }
}
