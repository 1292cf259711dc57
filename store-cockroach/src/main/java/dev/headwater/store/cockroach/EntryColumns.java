package dev.headwater.store.cockroach;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries as parameters, in the order of {@link CockroachSchema#COLUMNS}. */
final class EntryColumns {

  /** How many columns an entry has. */
  static final int COUNT = 8;

  private EntryColumns() {}

  /** Sets the columns of one entry. */
  static void set(PreparedStatement statement, Entry entry) throws SQLException {
    EncodedValue value = entry.value();
    statement.setBytes(1, entry.key().utf8());
    statement.setLong(2, entry.stamp().hlc());
    statement.setLong(3, entry.stamp().origin());
    statement.setBoolean(4, value == null);
    statement.setLong(5, expiry(entry));
    if (value == null) {
      statement.setNull(6, Types.VARCHAR);
      statement.setNull(7, Types.BINARY);
    } else {
      statement.setString(6, value.encoding());
      statement.setBytes(7, value.sharedBytes());
    }
    statement.setBytes(8, entry.hash().bytes());
  }

  /** Sets one array per column. */
  static void setAll(PreparedStatement statement, List<Entry> entries) throws SQLException {
    setArray(statement, 1, "bytea", entries, entry -> entry.key().utf8());
    setArray(statement, 2, "int8", entries, entry -> entry.stamp().hlc());
    setArray(statement, 3, "int8", entries, entry -> entry.stamp().origin());
    setArray(statement, 4, "bool", entries, Entry::isTombstone);
    setArray(statement, 5, "int8", entries, EntryColumns::expiry);
    setArray(statement, 6, "text", entries, EntryColumns::encoding);
    setArray(statement, 7, "bytea", entries, EntryColumns::bytes);
    setArray(statement, 8, "bytea", entries, entry -> entry.hash().bytes());
  }

  /** Sets the array of several keys. */
  static void setKeys(PreparedStatement statement, int index, Collection<Key> keys)
      throws SQLException {
    setArray(statement, index, "bytea", keys, Key::utf8);
  }

  /** Sets an array with one element for each of several things. */
  static <T> void setArray(
      PreparedStatement statement,
      int index,
      String type,
      Collection<T> things,
      Function<T, @Nullable Object> element)
      throws SQLException {
    Object[] elements = emptyArray(type, things.size());
    int i = 0;
    for (T thing : things) {
      elements[i++] = element.apply(thing);
    }
    statement.setArray(index, statement.getConnection().createArrayOf(type, elements));
  }

  private static Object[] emptyArray(String type, int size) {
    return switch (type) {
      case "bytea" -> new byte[size][];
      case "int8" -> new Long[size];
      case "bool" -> new Boolean[size];
      case "text" -> new String[size];
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static long expiry(Entry entry) {
    EncodedValue value = entry.value();
    return value == null ? EncodedValue.NEVER : value.expiresAtMillis();
  }

  private static @Nullable String encoding(Entry entry) {
    EncodedValue value = entry.value();
    return value == null ? null : value.encoding();
  }

  private static byte @Nullable [] bytes(Entry entry) {
    EncodedValue value = entry.value();
    return value == null ? null : value.sharedBytes();
  }
}
