package dev.headwater.testkit.simulation;

/** The end of a process in the middle of what it was doing. Not to be caught by what is tested. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash(String node) {
    super(node + " crashed", null, false, false);
  }
}
