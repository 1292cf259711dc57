package dev.headwater.store.cockroach;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements that write. Each is atomic, and none writes what is not newer. */
final class Writes {

  private Writes() {}

  /**
   * Merges an entry of a newer stamp than what is held, if the precondition holds.
   *
   * @return whether it was written; if not, what is held says why
   */
  static boolean merge(Session session, Write write, long nowMillis) throws SQLException {
    Entry entry = write.entry();
    if (write.precondition() instanceof Precondition.StampIs wanted) {
      return replaceStamp(session, entry, wanted.stamp());
    }
    if (write.precondition() == Precondition.absent()) {
      return one(session, session.schema().mergeIfAbsent(), entry, s -> s.setLong(9, nowMillis));
    }
    return one(session, session.schema().merge(), entry, s -> {});
  }

  /** Replaces what is held by an entry that supersedes it, if it is still just that. */
  static boolean replace(Session session, Entry entry, Held held) throws SQLException {
    return one(
        session,
        session.schema().replaceContent(),
        entry,
        statement -> {
          statement.setBytes(9, entry.key().utf8());
          statement.setBytes(10, held.hash().bytes());
        });
  }

  private static boolean replaceStamp(Session session, Entry entry, Stamp held)
      throws SQLException {
    return one(
        session,
        session.schema().replaceStamp(),
        entry,
        statement -> {
          statement.setBytes(9, entry.key().utf8());
          statement.setLong(10, held.hlc());
          statement.setLong(11, held.origin());
          statement.setLong(12, entry.stamp().hlc());
          statement.setLong(13, entry.stamp().origin());
        });
  }

  /**
   * Merges entries of distinct, sorted keys where their stamps are newer.
   *
   * @return the keys that were written
   */
  static Written mergeAll(Session session, List<Entry> entries) throws SQLException {
    return many(session, session.schema().mergeAll(), entries);
  }

  /** Inserts entries of distinct, sorted keys where nothing is held; returns those keys. */
  static Written insertAll(Session session, List<Entry> entries) throws SQLException {
    return many(session, session.schema().insertAll(), entries);
  }

  /** Replaces what is held of sorted keys that this transaction has locked. */
  static Written replaceAll(Session session, List<Entry> entries) throws SQLException {
    return many(session, session.schema().replaceAll(), entries);
  }

  /** Forgets what is held of sorted keys where it is not newer than said; returns how much. */
  static int purge(Session session, List<Purge> purges) throws SQLException {
    return session.write(
        session.schema().purge(),
        statement -> {
          EntryColumns.setArray(statement, 1, "bytea", purges, purge -> purge.key().utf8());
          EntryColumns.setArray(statement, 2, "int8", purges, purge -> purge.upTo().hlc());
          EntryColumns.setArray(statement, 3, "int8", purges, purge -> purge.upTo().origin());
        },
        rows -> keys(rows).size(),
        0);
  }

  private static boolean one(Session session, String sql, Entry entry, Session.Parameters more)
      throws SQLException {
    return session.write(
        sql,
        statement -> {
          EntryColumns.set(statement, entry);
          more.set(statement);
        },
        ResultSet::next,
        entry.valueBytes());
  }

  private static Written many(Session session, String sql, List<Entry> entries)
      throws SQLException {
    return session.write(
        sql,
        statement -> EntryColumns.setAll(statement, entries),
        rows -> new Written(keys(rows)),
        entries.stream().mapToLong(WriteLimits::roughBytes).sum());
  }

  private static List<byte[]> keys(ResultSet rows) throws SQLException {
    List<byte[]> keys = new ArrayList<>();
    while (rows.next()) {
      keys.add(rows.getBytes(1));
    }
    return keys;
  }

  /**
   * The keys that a statement wrote, decoded only for those who ask which: mostly it is all.
   *
   * @param utf8 the keys
   */
  record Written(List<byte[]> utf8) {

    int count() {
      return utf8.size();
    }

    Set<Key> keys() {
      return utf8.stream().map(Key::ofUtf8).collect(Collectors.toUnmodifiableSet());
    }
  }
}
