package dev.headwater.store.sqlite;

import java.util.List;

/** All statement texts, and what tells a file of ours from others. Pure. */
final class SqliteSchema {

  /** In the file's header, where every tool finds it: "Hdwr". */
  static final int APPLICATION_ID = 0x48647772;

  /** The shape of the tables, in the header as well. */
  static final int VERSION = 1;

  static final List<String> CREATE =
      List.of(
          """
          CREATE TABLE headwater_meta (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            incarnation TEXT NOT NULL,
            seq INTEGER NOT NULL)""",
          "CREATE TABLE headwater_life (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT NOT NULL)",
          """
          CREATE TABLE headwater_entry (
            k BLOB PRIMARY KEY NOT NULL,
            hlc INTEGER NOT NULL,
            origin INTEGER NOT NULL,
            tombstone INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            encoding TEXT,
            v BLOB,
            hash BLOB NOT NULL,
            seq INTEGER NOT NULL) WITHOUT ROWID""",
          "CREATE UNIQUE INDEX headwater_entry_seq ON headwater_entry (seq)",
          """
          CREATE TABLE headwater_journal (
            section TEXT NOT NULL,
            number INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            crc INTEGER NOT NULL,
            PRIMARY KEY (section, number)) WITHOUT ROWID""");

  static final String INSERT_META =
      "INSERT INTO headwater_meta (id, incarnation, seq) VALUES (1, ?, 0)";

  static final String MARK_AS_OURS = "PRAGMA application_id = " + APPLICATION_ID;
  static final String MARK_VERSION = "PRAGMA user_version = " + VERSION;

  static final String APPLICATION = "PRAGMA application_id";
  static final String USER_VERSION = "PRAGMA user_version";
  static final String TABLES = "SELECT count(*) FROM sqlite_schema";

  static final String BYTES =
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
  static final String CHECK = "PRAGMA quick_check(1)";

  static final String BEGIN_WRITE = "BEGIN IMMEDIATE";
  static final String BEGIN_READ = "BEGIN";
  static final String COMMIT = "COMMIT";
  static final String ROLLBACK = "ROLLBACK";

  /* Both answer: busy, frames in the log, frames of it that are in the file. */
  static final String LOG = "PRAGMA wal_checkpoint(NOOP)";
  static final String CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)";

  /* The order of EntryColumns. */
  private static final String COLUMNS = "k, hlc, origin, tombstone, expires_at, encoding, v, hash";

  static final String FIND = "SELECT " + COLUMNS + " FROM headwater_entry WHERE k = ?";
  static final String LIST =
      "SELECT " + COLUMNS + " FROM headwater_entry WHERE k >= ? AND k < ? ORDER BY k LIMIT ?";

  /* By number, whatever SQLite thinks of the range of keys: it may be all of them. */
  static final String CHANGES =
      "SELECT "
          + COLUMNS
          + ", seq FROM headwater_entry INDEXED BY headwater_entry_seq"
          + " WHERE seq > ? AND seq <= ? AND k >= ? AND k < ? ORDER BY seq LIMIT ?";

  static final String PUT =
      "INSERT INTO headwater_entry ("
          + COLUMNS
          + ", seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (k) DO UPDATE SET hlc = excluded.hlc, origin = excluded.origin,"
          + " tombstone = excluded.tombstone, expires_at = excluded.expires_at,"
          + " encoding = excluded.encoding, v = excluded.v, hash = excluded.hash,"
          + " seq = excluded.seq";
  static final String FORGET = "DELETE FROM headwater_entry WHERE k = ?";

  static final String SEQ = "SELECT seq FROM headwater_meta WHERE id = 1";
  static final String HEAD = "SELECT incarnation, seq FROM headwater_meta WHERE id = 1";
  static final String LIFE_AT =
      "SELECT id FROM headwater_life WHERE seq <= ? ORDER BY n DESC LIMIT 1";
  static final String LIFE_START = "SELECT n, seq FROM headwater_life WHERE id = ?";
  static final String LIFE_END = "SELECT seq FROM headwater_life WHERE n > ? ORDER BY n LIMIT 1";
  static final String BEGIN_LIFE = "INSERT INTO headwater_life (seq, id) VALUES (?, ?)";
  static final String FORGET_LIVES =
      "DELETE FROM headwater_life WHERE n <= (SELECT max(n) FROM headwater_life) - 10000";

  static final String SET_SEQ = "UPDATE headwater_meta SET seq = ? WHERE id = 1";

  static final String JOURNAL_READ =
      "SELECT number, bytes, crc FROM headwater_journal WHERE section = ? ORDER BY number";
  static final String JOURNAL_SECTIONS =
      "SELECT DISTINCT section FROM headwater_journal ORDER BY section";
  static final String JOURNAL_PUT =
      "INSERT INTO headwater_journal (section, number, bytes, crc) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (section, number) DO UPDATE SET bytes = excluded.bytes, crc = excluded.crc";
  static final String JOURNAL_REMOVE =
      "DELETE FROM headwater_journal WHERE section = ? AND number = ?";

  private SqliteSchema() {}
}
