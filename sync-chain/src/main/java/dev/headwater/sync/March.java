package dev.headwater.sync;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.sync.SideReader.Item;
import org.jspecify.annotations.Nullable;

/**
 * Walks two stores in lock step, in key order, and says of each key how they stand to each other.
 * Both are read one page ahead, so memory is bounded by four pages.
 */
final class March implements Differences {

  private final SideReader source;
  private final SideReader target;

  March(SideReader source, SideReader target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public @Nullable Difference next() {
    Item left = source.peek();
    Item right = target.peek();
    if (left == null && right == null) {
      return null;
    }
    int order = order(left, right);
    if (order < 0 && left != null) {
      source.skip();
      return alone(left, Side.SOURCE);
    }
    if (right == null) {
      throw new AssertionError("nothing comes before nothing");
    }
    if (order == 0 && left != null) {
      return together(left, right);
    }
    target.skip();
    return alone(right, Side.TARGET);
  }

  /* What has no key has no place in the order, and comes first. */
  private static int order(@Nullable Item left, @Nullable Item right) {
    if (left == null || right == null) {
      return left == null ? 1 : -1;
    }
    Key leftKey = left.key();
    Key rightKey = right.key();
    if (leftKey == null || rightKey == null) {
      return leftKey == null ? -1 : 1;
    }
    return leftKey.compareTo(rightKey);
  }

  private static Difference alone(Item item, Side side) {
    CorruptEntryException corrupt = item.corrupt();
    if (corrupt != null) {
      return new Difference.Unreadable(side, corrupt);
    }
    Entry entry = item.entry();
    return side == Side.SOURCE ? Difference.of(entry, null) : Difference.of(null, entry);
  }

  private Difference together(Item left, Item right) {
    source.skip();
    CorruptEntryException corrupt = left.corrupt();
    if (corrupt != null && right.corrupt() != null) {
      return new Difference.Unreadable(Side.SOURCE, corrupt); // the target's comes next
    }
    target.skip();
    if (corrupt != null) {
      return new Difference.Unreadable(Side.SOURCE, corrupt);
    }
    corrupt = right.corrupt();
    return corrupt != null
        ? new Difference.Unreadable(Side.TARGET, corrupt)
        : Difference.of(left.entry(), right.entry());
  }

  @Override
  public void close() {
    try {
      source.close();
    } finally {
      target.close();
    }
  }
}
