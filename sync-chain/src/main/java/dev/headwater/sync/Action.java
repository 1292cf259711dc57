package dev.headwater.sync;

import dev.headwater.store.Entry;
import org.jspecify.annotations.Nullable;

/** What is to be done about a difference. */
sealed interface Action {

  /** Hands the action to the handler's method of its kind. */
  void handOver(Handler handler);

  /** Who does what is to be done. */
  interface Handler {
    void copy(Copy action);

    void keep(Keep action);

    void hold(Hold action);

    void unchanged();
  }

  /**
   * Merge the entry into a side.
   *
   * @param replaced the older entry that the side holds, or {@code null} if it holds none
   */
  record Copy(Entry entry, Side to, @Nullable Entry replaced, Effect effect) implements Action {
    @Override
    public void handOver(Handler handler) {
      handler.copy(this);
    }
  }

  /** What a copy changes for those who read that side. */
  enum Effect {
    /** A value appears or changes, or a tombstone is carried where nothing is seen anyway. */
    STORES,
    /** A value was seen, and is not any more. */
    REMOVES
  }

  /** Leave the target's entry alone, which the source lacks or has in an older form. */
  record Keep(Entry entry, Reason reason) implements Action {
    @Override
    public void handOver(Handler handler) {
      handler.keep(this);
    }

    /** Why a mirror leaves the target's entry. */
    enum Reason {
      ONLY_IN_TARGET,
      NEWER_IN_TARGET
    }
  }

  /** Do nothing, and report it. */
  record Hold(HeldRecord held) implements Action {
    @Override
    public void handOver(Handler handler) {
      handler.hold(this);
    }
  }

  /** There is nothing to do. */
  enum None implements Action {
    NONE;

    @Override
    public void handOver(Handler handler) {
      handler.unchanged();
    }
  }
}
