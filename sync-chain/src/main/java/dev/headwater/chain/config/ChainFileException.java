package dev.headwater.chain.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file describes no chain. The message has a line for each mistake. */
public final class ChainFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public ChainFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes, in the order of their lines; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
