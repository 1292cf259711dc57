package dev.headwater.testkit.simulation;

/**
 * How often things go wrong, in a thousand calls of a store or journal.
 *
 * @param failBefore the call fails and had no effect
 * @param failAfter the call fails after its effect, so that nobody knows
 * @param crashBefore the process ends before the effect
 * @param crashAfter the process ends after the effect, before it hears of it
 * @param pause others go on while the call is on its way, there or back
 * @param repeat the network delivers an unconditional write once more, later
 * @param feed a page of a feed is delivered again, or the feed loses its place
 */
public record Weather(
    int failBefore,
    int failAfter,
    int crashBefore,
    int crashAfter,
    int pause,
    int repeat,
    int feed) {

  /** Nothing goes wrong, and nobody interrupts. */
  public static final Weather CALM = new Weather(0, 0, 0, 0, 0, 0, 0);

  /** Nothing goes wrong, but others go on meanwhile. */
  public static Weather breezy(int pause) {
    return new Weather(0, 0, 0, 0, pause, 0, 0);
  }
}
