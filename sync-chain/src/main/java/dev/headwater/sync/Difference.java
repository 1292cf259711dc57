package dev.headwater.sync;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How two stores stand to each other at one key. */
sealed interface Difference {

  /** What two stores that hold these readable entries of a key, at least one, differ in. */
  static Difference of(@Nullable Entry source, @Nullable Entry target) {
    if (source == null) {
      return new OnlyInTarget(
          Objects.requireNonNull(target, "neither store holds an entry of the key"));
    }
    if (target == null) {
      return new OnlyInSource(source);
    }
    return EntryOrder.compare(source, target) == 0 ? new Same(source) : new Differs(source, target);
  }

  /** Calls the case that this difference is. */
  <R> R match(Cases<R> cases);

  /** What is done with each kind of difference. */
  interface Cases<R> {
    R onlyInSource(OnlyInSource difference);

    R onlyInTarget(OnlyInTarget difference);

    R differs(Differs difference);

    R same(Same difference);

    R unreadable(Unreadable difference);
  }

  /** The target holds nothing of the key. */
  record OnlyInSource(Entry entry) implements Difference {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.onlyInSource(this);
    }
  }

  /** The source holds nothing of the key. */
  record OnlyInTarget(Entry entry) implements Difference {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.onlyInTarget(this);
    }
  }

  /** Both hold an entry of the key, and one of them supersedes the other. */
  record Differs(Entry source, Entry target) implements Difference {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.differs(this);
    }

    /** The side whose entry supersedes the other. */
    Side newer() {
      return EntryOrder.supersedes(source, target) ? Side.SOURCE : Side.TARGET;
    }

    Entry on(Side side) {
      return side == Side.SOURCE ? source : target;
    }

    boolean collides() {
      return EntryOrder.collide(source, target);
    }
  }

  /** Both hold the same entry. */
  record Same(Entry entry) implements Difference {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.same(this);
    }
  }

  /** What a side holds of a key is no record. */
  record Unreadable(Side side, CorruptEntryException error) implements Difference {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.unreadable(this);
    }
  }
}
