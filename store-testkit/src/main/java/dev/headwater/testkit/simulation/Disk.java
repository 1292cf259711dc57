package dev.headwater.testkit.simulation;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.journal.Journal;
import dev.headwater.testkit.ReferenceJournal;
import java.util.List;

/** A process's journal, which outlives each of its lives. */
public final class Disk {

  private final Network network;
  private final String exclusive;
  private final ReferenceJournal writer;
  private ReferenceJournal records;
  private boolean failed;

  /**
   * A disk.
   *
   * @param exclusive the section that is written under a lock of its owner, so that nothing else of
   *     the process happens meanwhile
   */
  public Disk(Network network, String exclusive) {
    this.network = network;
    this.exclusive = exclusive;
    this.records = new ReferenceJournal();
    this.writer = records;
  }

  /** Writes before the first life. */
  public void write(Journal.Change change) {
    writer.write(List.of(change));
  }

  /**
   * Whether a write has failed since it was opened, so that it may know less than its owner did.
   */
  public boolean hasFailed() {
    return failed;
  }

  /** The journal as this life of the process has it. The one before must have ended. */
  public Journal open(Node node) {
    records.close();
    records = records.reopen();
    failed = false;
    return new Opened(records, node);
  }

  private final class Opened implements Journal {
    private final Journal journal;
    private final Node node;
    private boolean poisoned;

    Opened(Journal journal, Node node) {
      this.journal = journal;
      this.node = node;
    }

    @Override
    public String name() {
      return journal.name();
    }

    @Override
    public List<Saved> read(String section) {
      node.requireAlive();
      return journal.read(section);
    }

    @Override
    public void write(List<Change> changes) {
      Subject subject = new Subject(name(), "write", null);
      if (poisoned) {
        network.trouble();
        throw new StoreUnavailableException(subject, "it takes nothing since an unknown outcome");
      }
      boolean locked = changes.stream().anyMatch(one -> one.section().equals(exclusive));
      network.toDisk(
          node,
          subject,
          () -> {
            journal.write(changes);
            return true;
          },
          what -> {
            poisoned = true;
            failed = true;
            return new OutcomeUnknownException(subject, what);
          },
          locked ? Network.Meantime.NOTHING : Network.Meantime.ANYTHING);
    }

    @Override
    public void close() {
      journal.close();
    }
  }
}
