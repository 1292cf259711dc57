package dev.headwater.testkit.simulation;

/** A law was broken. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  public Violation(String law, String what) {
    super(law + ": " + what);
  }

  Violation(String law, String what, Throwable cause) {
    super(law + ": " + what, cause);
  }
}
