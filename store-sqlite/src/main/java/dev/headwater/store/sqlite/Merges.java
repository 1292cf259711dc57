package dev.headwater.store.sqlite;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.MergeOutcome.Failed;
import dev.headwater.store.MergeOutcome.Refused;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges and purges, in a transaction that nobody else writes beside. */
final class Merges {

  /** The stamp up to which a purge forgets everything, what is no record too. */
  private static final Stamp LAST = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);

  private final InstantSource time;
  private final Subject subject;

  /** Merges of the operation that the subject names. */
  Merges(InstantSource time, Subject subject) {
    this.time = time;
    this.subject = subject;
  }

  /**
   * A write with what its row needs, made before its transaction begins, where nobody waits.
   *
   * @param utf8 the key
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Prepared(Write write, byte[] utf8) {

    static Prepared of(Write write) {
      write.entry().hash(); // computed once, and remembered
      return new Prepared(write, write.key().utf8());
    }

    /** About how much it writes. */
    long bytes() {
      return (long) utf8.length + write.entry().valueBytes();
    }
  }

  /** About how much all of them write. */
  static long bytes(List<Prepared> writes) {
    return writes.stream().mapToLong(Prepared::bytes).sum();
  }

  /** Merges one write. */
  MergeOutcome merge(WriteSession session, Prepared prepared) throws SQLException {
    EntryColumns.Row row = find(session, prepared);
    if (row != null && row.entry() == null) {
      return new Failed(EntryPage.corrupt(subject, row));
    }
    MergeOutcome outcome = decide(prepared, row);
    if (outcome.wrote()) {
      EntryTable.put(session, prepared.utf8(), prepared.write().entry());
    }
    return outcome;
  }

  /** Merges each on its own. */
  List<MergeOutcome> mergeEach(WriteSession session, List<Prepared> writes) throws SQLException {
    List<MergeOutcome> outcomes = new ArrayList<>(writes.size());
    for (Prepared write : writes) {
      outcomes.add(merge(session, write));
    }
    return outcomes;
  }

  /**
   * Merges writes of distinct keys, all or none.
   *
   * @throws CorruptEntryException if one of the keys holds no record; nothing was written
   */
  List<MergeOutcome> mergeTogether(WriteSession session, List<Prepared> writes)
      throws SQLException {
    List<EntryColumns.@Nullable Row> rows = new ArrayList<>(writes.size());
    List<MergeOutcome> outcomes = new ArrayList<>(writes.size());
    for (Prepared write : writes) {
      EntryColumns.Row row = find(session, write);
      if (row != null && row.entry() == null) {
        throw EntryPage.corrupt(subject, row);
      }
      rows.add(row);
      outcomes.add(decide(write, row));
    }
    if (outcomes.stream().anyMatch(Refused.class::isInstance)) {
      return rows.stream().map(Merges::refused).toList();
    }
    putWinners(session, writes, outcomes);
    return outcomes;
  }

  private static void putWinners(
      WriteSession session, List<Prepared> writes, List<MergeOutcome> outcomes)
      throws SQLException {
    for (int i = 0; i < writes.size(); i++) {
      if (outcomes.get(i).wrote()) {
        EntryTable.put(session, writes.get(i).utf8(), writes.get(i).write().entry());
      }
    }
  }

  /** Forgets what is held where it is not newer than said; returns how much. */
  int purge(WriteSession session, List<Purge> purges) throws SQLException {
    int forgotten = 0;
    for (Purge purge : purges) {
      byte[] utf8 = purge.key().utf8();
      EntryColumns.Row row = find(session, purge.key(), utf8);
      if (row != null && !stamp(row).isAfter(purge.upTo())) {
        EntryTable.forget(session, utf8);
        forgotten++;
      }
    }
    return forgotten;
  }

  private static EntryColumns.@Nullable Row find(WriteSession session, Prepared prepared)
      throws SQLException {
    return find(session, prepared.write().key(), prepared.utf8());
  }

  private static EntryColumns.@Nullable Row find(WriteSession session, Key key, byte[] utf8)
      throws SQLException {
    return EntryTable.find(session.connection(), key, utf8).orElse(null);
  }

  private static Stamp stamp(EntryColumns.Row row) {
    Entry entry = row.entry();
    return entry == null ? LAST : entry.stamp();
  }

  private MergeOutcome decide(Prepared prepared, EntryColumns.@Nullable Row row) {
    return prepared.write().onto(row == null ? null : row.entry(), time.millis());
  }

  private static MergeOutcome refused(EntryColumns.@Nullable Row row) {
    return MergeOutcome.refused(row == null ? null : row.entry());
  }
}
