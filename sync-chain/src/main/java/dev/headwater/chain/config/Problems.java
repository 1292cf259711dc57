package dev.headwater.chain.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of a file. Used by one thread. */
final class Problems {

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(int line, String what) {
    found.add(new Problem(file, line, what));
  }

  /** Throws if there is a mistake. */
  void requireNone() {
    if (!found.isEmpty()) {
      throw new ChainFileException(
          found.stream().sorted(Comparator.comparingInt(Problem::line)).toList());
    }
  }
}
