package dev.headwater.store.sqlite;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.StoreException.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one page, which ends early where its values come to {@link #MAX_BYTES}, so that it stays
 * small whatever the values.
 *
 * @param entries the entries
 * @param corrupt the rows that are none
 * @param last the last row's key or number; {@code null} if there is no row
 * @param isFull whether rows may follow
 */
record EntryPage<T>(
    List<Entry> entries, List<CorruptEntryException> corrupt, @Nullable T last, boolean isFull) {

  /** The most bytes of values in a page, but for the last value, which may be longer. */
  static final long MAX_BYTES = 4L * 1024 * 1024;

  /** What tells where in the order a row stands. */
  interface Place<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** The rows from the beginning of a result on. */
  static <T> EntryPage<T> read(ResultSet rows, int pageSize, Subject subject, Place<T> place)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    List<CorruptEntryException> corrupt = new ArrayList<>();
    @Nullable T last = null;
    long bytes = 0;
    int count = 0;
    while (bytes < MAX_BYTES && count < pageSize && rows.next()) {
      EntryColumns.Row row = EntryColumns.row(rows);
      Entry entry = row.entry();
      if (entry != null) {
        entries.add(entry);
      } else {
        corrupt.add(corrupt(subject, row));
      }
      last = place.of(rows);
      bytes += row.valueBytes();
      count++;
    }
    return new EntryPage<>(entries, corrupt, last, bytes >= MAX_BYTES || count == pageSize);
  }

  /** The entry of a row, or the error if it holds none. */
  static Entry entry(Subject subject, EntryColumns.Row row) {
    Entry entry = row.entry();
    if (entry == null) {
      throw corrupt(subject, row);
    }
    return entry;
  }

  /** The error of a row that is no entry. */
  static CorruptEntryException corrupt(Subject subject, EntryColumns.Row row) {
    return new CorruptEntryException(
        new Subject(subject.store(), subject.operation(), row.key()), row.damage());
  }
}
