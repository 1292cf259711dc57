package dev.headwater.sync;

/** Is told now and then how far a run is. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Called on the thread that runs, after every {@value #KEYS} keys and at the end. What it throws
   * ends the run.
   */
  void advanced(Progress progress);

  /** How many keys are compared between two calls. */
  int KEYS = 1_000;
}
