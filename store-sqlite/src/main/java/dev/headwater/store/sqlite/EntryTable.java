package dev.headwater.store.sqlite;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.KeyRange;
import dev.headwater.store.StoreException.Subject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** The rows of entries. */
final class EntryTable {

  /** Above every key a row may have. */
  private static final byte[] ABOVE_ALL = aboveAll();

  private EntryTable() {}

  /** The row of a key, if there is one. */
  static Optional<EntryColumns.Row> find(SqliteConnection connection, Key key, byte[] utf8)
      throws SQLException {
    return connection.query(
        SqliteSchema.FIND,
        statement -> statement.setBytes(1, utf8),
        rows -> rows.next() ? Optional.of(EntryColumns.row(key, utf8, rows)) : Optional.empty());
  }

  /** A page of a range, in key order. */
  static EntryPage<byte[]> list(
      SqliteConnection connection, KeyRange range, int pageSize, Subject subject)
      throws SQLException {
    return connection.query(
        SqliteSchema.LIST,
        statement -> {
          statement.setBytes(1, range.from());
          statement.setBytes(2, upper(range));
          statement.setInt(3, pageSize);
        },
        rows -> EntryPage.read(rows, pageSize, subject, row -> row.getBytes(1)));
  }

  /** A page of the rows of a range that were written after one number, up to another. */
  static EntryPage<Long> changes(
      SqliteConnection connection, Seqs seqs, KeyRange range, int pageSize, Subject subject)
      throws SQLException {
    return connection.query(
        SqliteSchema.CHANGES,
        statement -> {
          statement.setLong(1, seqs.after());
          statement.setLong(2, seqs.upTo());
          statement.setBytes(3, range.from());
          statement.setBytes(4, upper(range));
          statement.setInt(5, pageSize);
        },
        rows -> EntryPage.read(rows, pageSize, subject, row -> row.getLong(EntryColumns.SEQ)));
  }

  /** Numbers of the commit order, the first exclusive, the last inclusive. */
  record Seqs(long after, long upTo) {}

  /** Puts the entry in place of whatever the row holds, and numbers it. */
  static void put(WriteSession session, byte[] utf8, Entry entry) throws SQLException {
    long seq = session.nextSeq();
    session
        .connection()
        .update(
            SqliteSchema.PUT,
            statement -> {
              EntryColumns.set(statement, utf8, entry);
              statement.setLong(EntryColumns.SEQ, seq);
            });
  }

  /** Deletes the row. */
  static void forget(WriteSession session, byte[] utf8) throws SQLException {
    session.connection().update(SqliteSchema.FORGET, statement -> statement.setBytes(1, utf8));
  }

  private static byte[] upper(KeyRange range) {
    byte[] to = range.to();
    return to == null ? ABOVE_ALL : to;
  }

  private static byte[] aboveAll() {
    byte[] above = new byte[Key.MAX_BYTES + 1];
    Arrays.fill(above, (byte) 0xff);
    return above;
  }
}
