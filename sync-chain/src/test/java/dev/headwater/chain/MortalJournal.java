package dev.headwater.chain;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.journal.Journal;
import java.util.ArrayList;
import java.util.List;

/** A journal that can fail, and whose process can end in its calls. */
final class MortalJournal implements Journal {

  private final Journal journal;
  private final Fuse fuse;
  private final List<List<Change>> written = new ArrayList<>();
  private int full;
  private int uncertain;
  private boolean poisoned;

  MortalJournal(Journal journal, Fuse fuse) {
    this.journal = journal;
    this.fuse = fuse;
  }

  /** The next writes, so many, find the disk full. */
  void full(int writes) {
    full = writes;
  }

  /** The next write is made, and its outcome is unknown. */
  void loseAnswer() {
    uncertain = 1;
  }

  /** What was written, call by call. */
  List<List<Change>> written() {
    return written;
  }

  @Override
  public String name() {
    return journal.name();
  }

  @Override
  public List<Saved> read(String section) {
    return fuse.call(() -> journal.read(section));
  }

  @Override
  public void write(List<Change> changes) {
    fuse.before();
    Subject subject = new Subject(name(), "write", null);
    if (poisoned) {
      throw new StoreUnavailableException(subject, "it is poisoned");
    }
    if (full > 0) {
      full--;
      throw new StoreUnavailableException(subject, "the disk is full");
    }
    journal.write(changes);
    written.add(List.copyOf(changes));
    fuse.after();
    if (uncertain > 0) {
      uncertain--;
      poisoned = true;
      throw new OutcomeUnknownException(subject, "the disk did not say");
    }
  }

  @Override
  public void close() {
    if (!fuse.isBurnt()) {
      journal.close();
    }
  }
}
