package dev.headwater.store.journal;

import java.util.List;

/**
 * Numbered records of one process that survive its death: what its chain still owes, how far it has
 * followed, which stamps it may issue. A journal has one owner at a time; opening one that is in
 * use is refused. Thread-safe.
 *
 * <p>Records stand in named sections, in the order of their numbers. What they mean is the business
 * of whoever writes them.
 */
public interface Journal extends AutoCloseable {

  /** What errors and reports call this journal. */
  String name();

  /**
   * All records of a section, in the order of their numbers.
   *
   * @throws dev.headwater.store.StoreUnavailableException if the journal can't be read
   */
  List<Saved> read(String section);

  /**
   * Makes these changes, all or none of them, in their order. They are on disk when this returns:
   * the end of the process or of the computer does not undo them. Calls that wait at the same time
   * share one write of the disk, and are made in the order in which they were called.
   *
   * @throws dev.headwater.store.StoreUnavailableException if nothing was changed: the disk is full,
   *     the journal is read-only or locked
   * @throws dev.headwater.store.OutcomeUnknownException if the disk failed to say whether it took
   *     the changes. The journal takes none from then on, until it is opened anew
   */
  void write(List<Change> changes);

  /** Lets go of the journal. May be repeated; what was not written stays unwritten. */
  @Override
  void close();

  /** A record that was read. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Saved(long number, byte[] bytes) {}

  /** What happens to one record. */
  sealed interface Change {
    String section();

    long number();
  }

  /** The record holds these bytes from now on. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Put(String section, long number, byte[] bytes) implements Change {}

  /** The record is gone from now on; it need not be there. */
  record Remove(String section, long number) implements Change {}
}
