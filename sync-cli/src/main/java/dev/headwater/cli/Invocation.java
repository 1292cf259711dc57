package dev.headwater.cli;

/** The running of one command, as its options ask for it. */
public interface Invocation {

  /** What the command works with; it closes it. */
  Session open();
}
