package dev.headwater.store.cockroach;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The table and the texts of all statements on it. Pure. {@code docs/layout/sql.md} explains the
 * columns.
 *
 * <p>All text is portable SQL but for what {@link #feedColumn} and {@link #sound} choose. Names
 * come from a checked configuration and are quoted; everything else is a parameter.
 */
final class CockroachSchema {

  /** The version of the table's shape that this code makes and reads. */
  static final long VERSION = 1;

  /** The one table per database that tells the version and incarnation of each other table. */
  static final String META_TABLE = "headwater_meta";

  /** The columns of an entry, in the order of all lists of them. */
  static final String COLUMNS = "k, hlc, origin, tombstone, expires_at, encoding, v, hash";

  /** The most rows of one statement. */
  static final int MAX_ROWS = 1000;

  /** About how many bytes of values one statement carries, unless one value is larger. */
  static final int MAX_STATEMENT_BYTES = 4 * 1024 * 1024;

  private static final String GIVEN =
      """
      unnest(?::BYTEA[], ?::INT8[], ?::INT8[], ?::BOOL[], ?::INT8[], ?::TEXT[], ?::BYTEA[],\
       ?::BYTEA[]) AS given (k, hlc, origin, tombstone, expires_at, encoding, v, hash)""";

  private static final String EXCLUDED =
      """
      hlc = excluded.hlc, origin = excluded.origin, tombstone = excluded.tombstone,\
       expires_at = excluded.expires_at, encoding = excluded.encoding, v = excluded.v,\
       hash = excluded.hash, $feed = excluded.$feed""";

  private static final String ASSIGNED =
      """
      k = ?, hlc = ?, origin = ?, tombstone = ?, expires_at = ?, encoding = ?, v = ?, hash = ?,\
       $feed = $now""";

  private static final String LIST =
      """
      SELECT $columns, ahead FROM (
        SELECT $columns, sum(octet_length(v)) OVER
          (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead
        FROM $table WHERE k >= ? AND k < ? ORDER BY k LIMIT ?) AS page
      WHERE ahead IS NULL OR ahead < ? ORDER BY k""";

  private static final String LIST_LIVE =
      LIST.replace("k < ? ORDER", "k < ? AND NOT tombstone AND expires_at > ? ORDER");

  private final String table;
  private final Dialect dialect;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  /**
   * The texts for one table.
   *
   * @param table the table's name, checked by {@link CockroachStoreConfig}
   * @param dialect which database it is in
   */
  CockroachSchema(String table, Dialect dialect) {
    this.table = table;
    this.dialect = dialect;
  }

  String table() {
    return table;
  }

  Dialect dialect() {
    return dialect;
  }

  /** The table's name in statements. */
  String quotedTable() {
    return '"' + table + '"';
  }

  /** The column that says when, in the order of commits, a row was last written. */
  String feedColumn() {
    return switch (dialect) {
      case POSTGRESQL -> "xid";
      case COCKROACH -> "commit_ts";
    };
  }

  /** What makes the tables, each in a transaction of its own; all may be repeated. */
  List<String> creation() {
    String meta =
        """
        CREATE TABLE IF NOT EXISTS %s (
          table_name TEXT NOT NULL PRIMARY KEY,
          version BIGINT NOT NULL,
          incarnation TEXT NOT NULL)"""
            .formatted(META_TABLE);
    return switch (dialect) {
      case POSTGRESQL ->
          List.of(
              meta,
              text("CREATE TABLE IF NOT EXISTS $table (\n" + columnDefinitions() + ")"),
              text("CREATE INDEX IF NOT EXISTS \"" + table + "_feed\" ON $table (xid, k)"));
      case COCKROACH ->
          List.of(
              meta,
              text(
                  "CREATE TABLE IF NOT EXISTS $table (\n"
                      + columnDefinitions()
                      + ",\n  INDEX (commit_ts) USING HASH)"));
    };
  }

  /* No constraints but these: the hash says of the rest whether it is right, and a check costs every
  single write 15 us. The feed column has no default, so that who writes by hand must think of it. */
  private String columnDefinitions() {
    return """
      k BYTEA NOT NULL PRIMARY KEY,
      hlc BIGINT NOT NULL,
      origin BIGINT NOT NULL,
      tombstone BOOLEAN NOT NULL,
      expires_at BIGINT NOT NULL,
      encoding TEXT NULL,
      v BYTEA NULL,
      hash BYTEA NOT NULL,
    """
        + switch (dialect) {
          case POSTGRESQL -> "  xid XID8 NOT NULL";
          case COCKROACH -> "  commit_ts DECIMAL NOT NULL";
        };
  }

  /** Version and incarnation of the table: parameter is its name. */
  static String selectMeta() {
    return "SELECT version, incarnation FROM %s WHERE table_name = ?".formatted(META_TABLE);
  }

  /** Name, version, incarnation; nothing happens if there is one already. */
  static String insertMeta() {
    return """
        INSERT INTO %s (table_name, version, incarnation) VALUES (?, ?, ?)
        ON CONFLICT (table_name) DO NOTHING"""
        .formatted(META_TABLE);
  }

  /** Entry of one key: parameter is the key. */
  String read() {
    return text("SELECT " + COLUMNS + " FROM $table WHERE k = ?");
  }

  /** Entries of several keys: parameter is their array. */
  String readAll() {
    return text("SELECT " + COLUMNS + " FROM $table WHERE k = ANY (?::BYTEA[])");
  }

  /**
   * What is held of several keys and whether the row is sound, without values: parameter is their
   * array.
   */
  String held() {
    return text("SELECT $held FROM $table WHERE k = ANY (?::BYTEA[])");
  }

  /** The same, and keeps those rows from changing until the transaction ends. */
  String lock() {
    return text("SELECT $held FROM $table WHERE k = ANY (?::BYTEA[]) ORDER BY k FOR UPDATE");
  }

  /** Merges one entry: parameters are its columns. Returns the key if it was written. */
  String merge() {
    return text(
        """
        INSERT INTO $table ($columns, $feed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, $now)
        ON CONFLICT (k) DO UPDATE SET $excluded
        WHERE $newer AND $sound
        RETURNING k""");
  }

  /** Merges one entry where there is no live value: its columns, and the time now. */
  String mergeIfAbsent() {
    return text(
        """
        INSERT INTO $table ($columns, $feed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, $now)
        ON CONFLICT (k) DO UPDATE SET $excluded
        WHERE ($table.tombstone OR $table.expires_at <= ?) AND $newer AND $sound
        RETURNING k""");
  }

  /** Merges entries with distinct, sorted keys: one array per column. Returns the keys written. */
  String mergeAll() {
    return text(
        """
        INSERT INTO $table ($columns, $feed) SELECT $columns, $now FROM $given
        ON CONFLICT (k) DO UPDATE SET $excluded
        WHERE $newer AND $sound
        RETURNING k""");
  }

  /** Inserts entries with distinct, sorted keys where no row is. Returns the keys written. */
  String insertAll() {
    return text(
        """
        INSERT INTO $table ($columns, $feed) SELECT $columns, $now FROM $given
        ON CONFLICT (k) DO NOTHING
        RETURNING k""");
  }

  /** Replaces the rows of sorted, locked keys with what was found to supersede them. */
  String replaceAll() {
    return text(
        """
        INSERT INTO $table ($columns, $feed) SELECT $columns, $now FROM $given
        ON CONFLICT (k) DO UPDATE SET $excluded
        RETURNING k""");
  }

  /**
   * Replaces a row of an older stamp: the columns of the new entry, then key, hlc and origin of the
   * row that must be there, then hlc and origin of the new one. Returns the key if it was written.
   */
  String replaceStamp() {
    return text(
        """
        UPDATE $table SET $assigned
        WHERE k = ? AND hlc = ? AND origin = ? AND (?::INT8, ?::INT8) > (hlc, origin) AND $sound
        RETURNING k""");
  }

  /** Replaces the row of a key with just this content: the columns, then key and content hash. */
  String replaceContent() {
    return text(
        """
        UPDATE $table SET $assigned
        WHERE k = ? AND hash = ? AND $sound
        RETURNING k""");
  }

  /**
   * A page of a listing: first and last bound of keys, how many rows, how many bytes of values. A
   * row comes with the bytes of the values before it.
   */
  String list() {
    return text(LIST);
  }

  /** The same of live values only: after the bounds the time now. */
  String listLive() {
    return text(LIST_LIVE);
  }

  /**
   * Forgets rows: arrays of keys, hlcs and origins up to which each is forgotten. Returns their
   * keys. What is no record has no stamp and goes only with the last stamp of all.
   */
  String purge() {
    return text(
        """
        DELETE FROM $table USING
          (SELECT * FROM unnest(?::BYTEA[], ?::INT8[], ?::INT8[])
            AS g (given_k, given_hlc, given_origin)) AS given
        WHERE k = given_k AND (hlc, origin) <= (given_hlc, given_origin)
          AND ($sound OR (given_hlc, given_origin) = (9223372036854775807, 9223372036854775807))
        RETURNING k""");
  }

  /**
   * Whether a row is as a store wrote it. On PostgreSQL the row's own {@code xmin} tells for free:
   * it is the transaction that last wrote the row, and a store notes the same in {@code xid}. Where
   * they differ (a person's change, a loaded dump), and on CockroachDB always, the hash is asked.
   */
  private String sound() {
    return switch (dialect) {
      case POSTGRESQL -> "($table.xmin = $table.xid::XID OR " + intact() + ")";
      case COCKROACH -> intact();
    };
  }

  /** Whether the row's hash is that of its canonical record. */
  private String intact() {
    return switch (dialect) {
      case POSTGRESQL ->
          """
              ($table.hash = sha256('\\x01'::BYTEA || int2send(octet_length($table.k)::INT2) ||\
               $table.k || int8send($table.hlc) || int8send($table.origin) ||\
               CASE WHEN $table.tombstone THEN '\\x11'::BYTEA ELSE\
               CASE WHEN $table.expires_at = 9223372036854775807 THEN '\\x10'::BYTEA\
               ELSE '\\x12'::BYTEA || int8send($table.expires_at) END ||\
               substr(int2send(octet_length($table.encoding)::INT2), 2) ||\
               convert_to($table.encoding, 'UTF8') || $table.v END))""";
      case COCKROACH ->
          """
              (encode($table.hash, 'hex') = sha256(b'\\x01' || $hex(octet_length($table.k), 4) ||\
               $table.k || $hex($table.hlc, 16) || $hex($table.origin, 16) ||\
               CASE WHEN $table.tombstone THEN b'\\x11' ELSE\
               CASE WHEN $table.expires_at = 9223372036854775807 THEN b'\\x10'\
               ELSE b'\\x12' || $hex($table.expires_at, 16) END ||\
               $hex(octet_length($table.encoding), 2) ||\
               convert_to($table.encoding, 'UTF8') || $table.v END))"""
              .replaceAll(
                  "\\$hex\\((octet_length\\([^)]*\\)|[^,]*), (\\d+)\\)",
                  "decode(lpad(to_hex($1), $2, '0'), 'hex')");
    };
  }

  /** The template with its names filled in; made once. */
  String text(String template) {
    return texts.computeIfAbsent(template, this::filled);
  }

  private String filled(String template) {
    String text = template;
    if (text.contains("$sound") || text.contains("$held")) {
      String sound = sound();
      text =
          text.replace("$held", "k, hlc, origin, tombstone, expires_at, hash, " + sound)
              .replace("$sound", sound);
    }
    return text.replace("$given", GIVEN)
        .replace("$columns", COLUMNS)
        .replace("$newer", "(excluded.hlc, excluded.origin) > ($table.hlc, $table.origin)")
        .replace("$excluded", EXCLUDED)
        .replace("$assigned", ASSIGNED)
        .replace("$feed", feedColumn())
        .replace("$now", now())
        .replace("$meta", META_TABLE)
        .replace("$table", quotedTable());
  }

  /** What the feed column is set to. */
  private String now() {
    return switch (dialect) {
      case POSTGRESQL -> "pg_current_xact_id()";
      case COCKROACH -> "cluster_logical_timestamp()";
    };
  }
}
