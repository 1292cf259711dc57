package dev.headwater.sync;

/** Is told what a check finds, key by key. */
@FunctionalInterface
public interface CheckListener {

  /** Called on the thread that runs the check, in key order. What it throws ends the check. */
  void found(CheckFinding finding);
}
