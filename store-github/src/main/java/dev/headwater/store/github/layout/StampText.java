package dev.headwater.store.github.layout;

import dev.headwater.store.Stamp;
import java.time.DateTimeException;
import java.time.Instant;

/** Stamps as {@link Stamp#toString} writes them, read back. Pure. */
final class StampText {

  private StampText() {}

  /**
   * The stamp.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Stamp parse(String text) {
    int plus = text.lastIndexOf('+');
    int at = text.indexOf('@', plus + 1);
    if (plus < 0 || at < 0) {
      throw new IllegalArgumentException("it is no stamp");
    }
    try {
      long millis = Instant.parse(text.substring(0, plus)).toEpochMilli();
      int counter = Integer.parseInt(text.substring(plus + 1, at));
      return Stamp.of(millis, counter, Long.parseLong(text.substring(at + 1)));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("it is no stamp", e);
    }
  }
}
