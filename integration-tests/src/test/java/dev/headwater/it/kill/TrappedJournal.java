package dev.headwater.it.kill;

import dev.headwater.store.journal.Journal;
import java.util.List;

/** A journal around whose writes a process can die. */
final class TrappedJournal implements Journal {

  private final Journal delegate;
  private final Trap trap;

  TrappedJournal(Journal delegate, Trap trap) {
    this.delegate = delegate;
    this.trap = trap;
  }

  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public List<Saved> read(String section) {
    return delegate.read(section);
  }

  @Override
  public void write(List<Change> changes) {
    boolean commits = has(changes, Put.class, "outbox");
    boolean pops = has(changes, Remove.class, "outbox");
    boolean reserves = has(changes, Put.class, "clock");
    boolean marks = has(changes, Put.class, "mark");
    reach(commits, KillPoint.BEFORE_COMMIT);
    reach(pops, KillPoint.BEFORE_POP);
    reach(reserves, KillPoint.BEFORE_RESERVE);
    reach(marks, KillPoint.BEFORE_MARK);
    delegate.write(changes);
    reach(commits, KillPoint.AFTER_COMMIT);
    reach(pops, KillPoint.AFTER_POP);
    reach(reserves, KillPoint.AFTER_RESERVE);
    reach(marks, KillPoint.AFTER_MARK);
  }

  private void reach(boolean there, KillPoint point) {
    if (there) {
      trap.reach(point);
    }
  }

  private static boolean has(List<Change> changes, Class<? extends Change> kind, String section) {
    return changes.stream().anyMatch(c -> kind.isInstance(c) && c.section().equals(section));
  }

  @Override
  public void close() {
    delegate.close();
  }
}
