package dev.headwater.store;

/**
 * A position in one store's own commit order, such as an etcd revision. Opaque to everyone but that
 * store; two marks can't be compared. Never a stamp: stamps are issued before commits, so a mark
 * made of stamps would lose late commits.
 *
 * @param incarnation which life of the store the position belongs to; a store that lost its past
 *     (restored, recreated, restarted in memory) has a new one
 * @param position the position, in a form only the store understands
 */
public record Mark(String incarnation, String position) {

  public Mark {
    if (incarnation.isEmpty() || incarnation.indexOf(':') >= 0 || position.isEmpty()) {
      throw new IllegalArgumentException(
          "malformed mark: incarnation '%s', position '%s'".formatted(incarnation, position));
    }
  }

  /** The mark that {@link #toString} wrote. */
  public static Mark parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("malformed mark: '" + text + "'");
    }
    return new Mark(text.substring(0, colon), text.substring(colon + 1));
  }

  /** The form to keep: incarnation, colon, position. */
  @Override
  public String toString() {
    return incarnation + ":" + position;
  }
}
