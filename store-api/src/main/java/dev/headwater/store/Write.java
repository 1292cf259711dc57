package dev.headwater.store;

/** An entry to merge and the precondition of that merge. */
public record Write(Entry entry, Precondition precondition) {

  /** A write without precondition. */
  public static Write of(Entry entry) {
    return new Write(entry, Precondition.none());
  }

  public Key key() {
    return entry.key();
  }
}
