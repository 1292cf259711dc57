package dev.headwater.cli.exit;

/** What a command's exit code says. */
public enum ExitCode {
  OK(0, "fine"),
  DIFFERENT(1, "not found; stores differ; records held back or refused; a chain degraded"),
  USAGE(2, "wrong usage, or an input that can't be taken"),
  UNAVAILABLE(3, "a store or directory can't be used, or a write's outcome is unknown"),
  REFUSED(4, "refused by a limit, before anything was written"),
  INTERNAL(70, "a bug of headwater itself"),
  INTERRUPTED(130, "interrupted, as by Ctrl-C"),
  BROKEN_PIPE(141, "nobody reads the output any more");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number that the process ends with. */
  public int number() {
    return number;
  }

  /** The meaning in a few words, for people. */
  public String meaning() {
    return meaning;
  }

  /** The one of both that says worse: a store that is away counts more than records left out. */
  public ExitCode worse(ExitCode other) {
    return number >= other.number ? this : other;
  }

  /** This code, unless it is {@link #OK} and the other is not. */
  public ExitCode orElse(ExitCode other) {
    return this == OK ? other : this;
  }
}
