package dev.headwater.store.github.index;

import dev.headwater.store.Key;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order in which entries last changed: by commit, then by key.
 *
 * @param sequence the commit
 * @param key the key, or {@code null} for before all of that commit's
 */
public record Position(long sequence, @Nullable Key key) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::sequence)
          .thenComparing(Position::key, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** After all that commits up to this one changed. */
  public static Position after(long sequence) {
    return new Position(sequence + 1, null);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
