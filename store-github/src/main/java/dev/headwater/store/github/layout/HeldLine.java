package dev.headwater.store.github.layout;

import dev.headwater.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * A line of a segment that says nothing: held, reported, and kept as it is when segments merge.
 *
 * @param segment the file in which it was found
 * @param number the line's number in that file, from 1
 * @param key the key that it is about, if it says that much
 * @param sequence the last commit that it may be from
 * @param text the line
 * @param reason why it says nothing
 */
public record HeldLine(
    SegmentName segment, int number, @Nullable Key key, long sequence, String text, String reason) {

  /** What a person is told. */
  public String message() {
    return "line %d of %s says nothing: %s; mend or remove it on GitHub"
        .formatted(number, segment, reason);
  }
}
