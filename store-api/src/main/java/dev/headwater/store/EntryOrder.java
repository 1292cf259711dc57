package dev.headwater.store;

/**
 * The one place that decides which of two entries of a key wins: a total order by stamp, then
 * origin, then tombstone over value, then content hash. Pure, and the same everywhere; a backend
 * that compares in its own language (SQL rows, etcd values) implements exactly this order.
 */
public final class EntryOrder {

  private EntryOrder() {}

  /** Whether the challenger is above the held entry. An equal entry does not supersede. */
  public static boolean supersedes(Entry challenger, Entry held) {
    return compare(challenger, held) > 0;
  }

  /** The order of two entries of one key. */
  public static int compare(Entry left, Entry right) {
    int byStamp = left.stamp().compareTo(right.stamp());
    if (byStamp != 0) {
      return byStamp;
    }
    if (left.isTombstone() != right.isTombstone()) {
      return left.isTombstone() ? 1 : -1;
    }
    return left.content().equals(right.content()) ? 0 : left.hash().compareTo(right.hash());
  }

  /**
   * Whether two entries carry one stamp and different content. Stamps are issued once, so this
   * means a reused node id or a restored backup. The order still decides, and it is reported.
   */
  public static boolean collide(Entry left, Entry right) {
    return left.stamp().equals(right.stamp()) && !left.content().equals(right.content());
  }

  /**
   * What merging {@code given} into a place that holds {@code held} comes to, without
   * preconditions. The store then does it: it writes exactly when the outcome's {@link
   * MergeOutcome#wrote()} is true.
   */
  public static MergeOutcome merge(Entry given, Entry held) {
    int order = compare(given, held);
    if (order == 0) {
      return MergeOutcome.unchanged();
    }
    if (collide(given, held)) {
      return new MergeOutcome.Collided(
          order > 0 ? MergeOutcome.Survivor.GIVEN : MergeOutcome.Survivor.HELD, held.stamp());
    }
    return order > 0 ? MergeOutcome.written() : new MergeOutcome.Superseded(held.stamp());
  }
}
