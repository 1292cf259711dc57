package dev.headwater.store.sqlite;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.journal.Journal.Change;
import dev.headwater.store.journal.Journal.Put;
import dev.headwater.store.journal.Journal.Remove;
import dev.headwater.store.journal.Journal.Saved;
import dev.headwater.store.sqlite.SqliteConnection.Parameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** The rows of a journal. Each has a checksum, since SQLite's pages have none. */
final class JournalTable {

  private static final int ROW_BYTES = 32; // what a row takes beside its bytes, about

  private JournalTable() {}

  /** The records of a section, in the order of their numbers. */
  static List<Saved> read(SqliteConnection connection, String section, Subject subject)
      throws SQLException {
    return connection.query(
        SqliteSchema.JOURNAL_READ,
        statement -> statement.setString(1, section),
        rows -> {
          List<Saved> records = new ArrayList<>();
          while (rows.next()) {
            records.add(record(section, rows, subject));
          }
          return records;
        });
  }

  /** All records by section. */
  static Map<String, List<Saved>> readAll(SqliteConnection connection, Subject subject)
      throws SQLException {
    Map<String, List<Saved>> records = new LinkedHashMap<>();
    for (String section : sections(connection)) {
      records.put(section, read(connection, section, subject));
    }
    return records;
  }

  private static List<String> sections(SqliteConnection connection) throws SQLException {
    return connection.query(
        SqliteSchema.JOURNAL_SECTIONS,
        Parameters.NONE,
        rows -> {
          List<String> sections = new ArrayList<>();
          while (rows.next()) {
            sections.add(rows.getString(1));
          }
          return sections;
        });
  }

  private static Saved record(String section, ResultSet row, Subject subject) throws SQLException {
    long number = row.getLong(1);
    byte[] bytes = row.getBytes(2);
    if (bytes == null || crc(section, number, bytes) != row.getLong(3)) {
      throw new StoreUnavailableException(
          subject,
          "the record %d of the section '%s' is damaged: put back a backup, or delete it with SQL"
              .formatted(number, section));
    }
    return new Saved(number, bytes);
  }

  /** Makes the changes in their order, in a transaction; returns their number. */
  static int write(SqliteConnection connection, List<Change> changes) throws SQLException {
    for (Change change : changes) {
      if (change instanceof Put put) {
        put(connection, put);
      } else if (change instanceof Remove remove) {
        remove(connection, remove);
      }
    }
    return changes.size();
  }

  private static void put(SqliteConnection connection, Put put) throws SQLException {
    connection.update(
        SqliteSchema.JOURNAL_PUT,
        statement -> {
          statement.setString(1, put.section());
          statement.setLong(2, put.number());
          statement.setBytes(3, put.bytes());
          statement.setLong(4, crc(put.section(), put.number(), put.bytes()));
        });
  }

  private static void remove(SqliteConnection connection, Remove remove) throws SQLException {
    connection.update(
        SqliteSchema.JOURNAL_REMOVE,
        statement -> {
          statement.setString(1, remove.section());
          statement.setLong(2, remove.number());
        });
  }

  /** About how much the changes write. */
  static long bytes(List<Change> changes) {
    long bytes = 0;
    for (Change change : changes) {
      bytes += ROW_BYTES + (change instanceof Put put ? put.bytes().length : 0);
    }
    return bytes;
  }

  private static long crc(String section, long number, byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(section.getBytes(StandardCharsets.UTF_8));
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    crc.update(bytes);
    return crc.getValue();
  }
}
