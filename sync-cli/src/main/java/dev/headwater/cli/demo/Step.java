package dev.headwater.cli.demo;

/** A part of the demonstration, which checks what it shows. */
interface Step {

  /** What it is, in a few words. */
  String title();

  /**
   * Does it.
   *
   * @throws CheckFailedException if what happened is not what should have
   */
  Outcome run(Stage stage);
}
