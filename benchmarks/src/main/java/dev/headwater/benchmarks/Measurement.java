package dev.headwater.benchmarks;

import java.util.List;

/** Something to measure, which ends in a table. */
public interface Measurement {

  /** What it is called on the command line. */
  String id();

  /** What it measures, in a line. */
  String about();

  /** Measures; may print its progress to standard error. */
  List<Table> run() throws Exception;
}
