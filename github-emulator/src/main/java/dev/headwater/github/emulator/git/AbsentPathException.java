package dev.headwater.github.emulator.git;

/** A path is to be deleted from a tree that does not have it. */
public final class AbsentPathException extends Exception {
  private static final long serialVersionUID = 1L;

  AbsentPathException(String name) {
    super("The tree has no entry " + name);
  }
}
