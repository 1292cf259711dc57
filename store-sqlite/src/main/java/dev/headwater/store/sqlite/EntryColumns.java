package dev.headwater.store.sqlite;

import dev.headwater.store.Content;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Tombstone;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The columns of an entry, in the order of {@link SqliteSchema}. Pure. */
final class EntryColumns {

  /** Where the number of the commit order stands, after the entry. */
  static final int SEQ = 9;

  private static final int SHOWN_KEY_BYTES = 32;

  private EntryColumns() {}

  /** What a row holds: an entry, or the reason why it is none. */
  record Row(@Nullable Key key, @Nullable Entry entry, String damage, int valueBytes) {}

  /** Sets the entry's columns. */
  static void set(PreparedStatement statement, byte[] key, Entry entry) throws SQLException {
    EncodedValue value = entry.value();
    statement.setBytes(1, key);
    statement.setLong(2, entry.stamp().hlc());
    statement.setLong(3, entry.stamp().origin());
    statement.setInt(4, value == null ? 1 : 0);
    statement.setLong(5, entry.expiresAtMillis());
    statement.setString(6, value == null ? null : value.encoding());
    statement.setBytes(7, value == null ? null : value.sharedBytes());
    statement.setBytes(8, entry.hash().bytes());
  }

  /** The row that the result stands at. */
  static Row row(ResultSet row) throws SQLException {
    byte @Nullable [] utf8 = row.getBytes(1);
    if (utf8 == null) {
      return new Row(null, null, "its key is null", 0);
    }
    try {
      return row(Key.ofUtf8(utf8), utf8, row);
    } catch (IllegalArgumentException e) {
      return new Row(null, null, damage(utf8, "the key is none (%s)".formatted(e.getMessage())), 0);
    }
  }

  /** The row of a known key that the result stands at. */
  static Row row(Key key, byte[] utf8, ResultSet row) throws SQLException {
    byte @Nullable [] value = row.getBytes(7);
    int size = value == null ? 0 : value.length;
    try {
      Stamp stamp = new Stamp(row.getLong(2), row.getLong(3));
      Entry entry = Entry.of(key, stamp, content(row, value));
      return Arrays.equals(entry.hash().bytes(), row.getBytes(8))
          ? new Row(key, entry, "", size)
          : new Row(key, null, damage(utf8, "its content does not match its hash"), size);
    } catch (IllegalArgumentException e) {
      return new Row(key, null, damage(utf8, String.valueOf(e.getMessage())), size);
    }
  }

  private static Content content(ResultSet row, byte @Nullable [] value) throws SQLException {
    if (row.getInt(4) != 0) {
      return Tombstone.TOMBSTONE;
    }
    @Nullable String encoding = row.getString(6);
    if (value == null || encoding == null) {
      throw new IllegalArgumentException("it is neither a value nor a tombstone");
    }
    return EncodedValue.owned(value, encoding, row.getLong(5));
  }

  private static String damage(byte[] utf8, String why) {
    byte[] shown = Arrays.copyOf(utf8, Math.min(utf8.length, SHOWN_KEY_BYTES));
    return ("the row k = x'%s%s' is no record: %s; the file is damaged or somebody else wrote"
            + " there, so mend or delete the row by hand")
        .formatted(HexFormat.of().formatHex(shown), shown.length < utf8.length ? "…" : "", why);
  }
}
