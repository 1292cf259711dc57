package dev.headwater.store.cockroach;

import dev.headwater.store.Key;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements that read by key. */
final class Reads {

  private Reads() {}

  /** The rows of one key, of which there is one at most. */
  static EntryRows entry(Session session, Key key) throws SQLException {
    return session.read(
        session.schema().read(),
        statement -> statement.setBytes(1, key.utf8()),
        rows -> entries(session, rows));
  }

  /** The rows of several keys. */
  static EntryRows entries(Session session, List<Key> keys) throws SQLException {
    return session.read(
        session.schema().readAll(),
        statement -> EntryColumns.setKeys(statement, 1, keys),
        rows -> entries(session, rows));
  }

  /** What is held of a key, or {@code null} if nothing is. */
  static Held.@Nullable Row held(Session session, Key key) throws SQLException {
    return held(session, List.of(key)).get(key);
  }

  /** What is held of several keys; a key that is not in the map has no row. */
  static Map<Key, Held.Row> held(Session session, Collection<Key> keys) throws SQLException {
    return held(session, session.schema().held(), keys);
  }

  /** The same, and keeps those rows from changing until the transaction ends. */
  static Map<Key, Held.Row> lock(Session session, Collection<Key> keys) throws SQLException {
    return held(session, session.schema().lock(), keys);
  }

  private static Map<Key, Held.Row> held(Session session, String sql, Collection<Key> keys)
      throws SQLException {
    return session.read(
        sql,
        statement -> EntryColumns.setKeys(statement, 1, keys),
        rows -> {
          Map<Key, Held.Row> held = new HashMap<>();
          while (rows.next()) {
            Key key = Key.ofUtf8(rows.getBytes(1)); // asked for, so it is one
            held.put(key, EntryRows.held(key, rows));
          }
          return held;
        });
  }

  private static EntryRows entries(Session session, ResultSet rows) throws SQLException {
    EntryRows entries = new EntryRows(session.operation().subject());
    while (rows.next()) {
      entries.add(rows);
    }
    return entries;
  }
}
