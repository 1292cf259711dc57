package dev.headwater.sync;

import dev.headwater.sync.Action.Copy;

/** Where the copies for one side go. Used by one thread. */
interface Outlet {

  /** Takes a copy; may wait until there is room for it. */
  void add(Copy copy);

  /** Carries out all that was taken and waits for it. */
  void finish();

  /** Waits for what is on its way, whatever it comes to, and carries out nothing more. */
  void settle();

  /** The outlet of a dry run: it counts, and nothing else. */
  record Counting(Tally tally) implements Outlet {
    @Override
    public void add(Copy copy) {
      tally.copied(copy);
    }

    @Override
    public void finish() {}

    @Override
    public void settle() {}
  }
}
