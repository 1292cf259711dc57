package dev.headwater.store.github.index;

import dev.headwater.store.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The stamps of what people committed. A function of what was replaced and of the commits, so that
 * all processes give the same without asking each other; and greater with each further commit, so
 * that what one has seen in between never outlasts what came after it. Pure.
 */
final class People {

  /** The node that people's changes come from: SHA-256 of "headwater people", its first 8. */
  static final long ORIGIN = 0x798dbac3cd8b64e0L;

  private final Passage passage;

  People(Passage passage) {
    this.passage = passage;
  }

  /**
   * The stamp of what replaces an entry with this stamp, or none.
   *
   * @throws ArithmeticException if nothing can be newer than that
   */
  Stamp after(@Nullable Stamp replaced) {
    long time = Stamp.of(passage.millis(), 0, ORIGIN).hlc();
    long from = replaced == null ? time : Math.max(time, replaced.hlc());
    return new Stamp(Math.addExact(from, (long) passage.steps()), ORIGIN);
  }
}
