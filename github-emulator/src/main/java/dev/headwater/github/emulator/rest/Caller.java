package dev.headwater.github.emulator.rest;

/**
 * Whom a token stands for.
 *
 * @param workflows whether files of workflows may be written
 */
public record Caller(String login, Kind kind, Contents contents, Workflows workflows, Quota quota) {

  /** What may be done to the repository's contents. */
  public enum Contents {
    /** Read. */
    READ,
    /** Read and written. */
    WRITE
  }

  /** What kind of account it is. */
  public enum Kind {
    /** A person. */
    USER,
    /** An installation of an app. */
    APP
  }

  /** What may be done to files of workflows. */
  public enum Workflows {
    /** Read. */
    READ,
    /** Read and written. */
    WRITE
  }

  boolean mayWrite() {
    return contents == Contents.WRITE;
  }
}
