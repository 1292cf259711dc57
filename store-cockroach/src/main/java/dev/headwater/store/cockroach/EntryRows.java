package dev.headwater.store.cockroach;

import dev.headwater.store.Content;
import dev.headwater.store.ContentHash;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Tombstone;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as entries. A row that no store wrote, or that somebody changed since, is told by its
 * content hash and becomes an error of its own beside the others.
 */
final class EntryRows {

  private static final int SHOWN_KEY_BYTES = 32;

  private final Subject subject;
  private final List<Entry> entries = new ArrayList<>();
  private final List<CorruptEntryException> corrupt = new ArrayList<>();
  private final Map<Key, CorruptEntryException> corruptByKey = new LinkedHashMap<>();

  /** Rows for the operation that the subject names. */
  EntryRows(Subject subject) {
    this.subject = subject;
  }

  /** Adds the row that the result stands at. */
  void add(ResultSet row) throws SQLException {
    byte[] utf8 = row.getBytes(1);
    Key key;
    try {
      key = Key.ofUtf8(utf8);
    } catch (IllegalArgumentException e) {
      corrupt.add(corrupt(subject, utf8, "the key is none (%s)".formatted(e.getMessage())));
      return;
    }
    addOf(key, utf8, row);
  }

  private void addOf(Key key, byte[] utf8, ResultSet row) throws SQLException {
    try {
      Entry entry = Entry.of(key, new Stamp(row.getLong(2), row.getLong(3)), content(row));
      if (Arrays.equals(entry.hash().bytes(), row.getBytes(8))) {
        entries.add(entry);
        return;
      }
      addCorrupt(key, utf8, "its content does not match its hash");
    } catch (IllegalArgumentException e) {
      addCorrupt(key, utf8, String.valueOf(e.getMessage()));
    }
  }

  private void addCorrupt(Key key, byte[] utf8, String why) {
    Subject of = new Subject(subject.store(), subject.operation(), key);
    CorruptEntryException error = corrupt(of, utf8, why);
    corrupt.add(error);
    corruptByKey.put(key, error);
  }

  List<Entry> entries() {
    return entries;
  }

  List<CorruptEntryException> corrupt() {
    return corrupt;
  }

  /** The corrupt rows whose keys at least are sound. */
  Map<Key, CorruptEntryException> corruptByKey() {
    return corruptByKey;
  }

  private static Content content(ResultSet row) throws SQLException {
    byte @Nullable [] bytes = row.getBytes(7);
    @Nullable String encoding = row.getString(6);
    if (row.getBoolean(4)) {
      return Tombstone.TOMBSTONE;
    }
    if (bytes == null || encoding == null) {
      throw new IllegalArgumentException("it is neither a value nor a tombstone");
    }
    return EncodedValue.owned(bytes, encoding, row.getLong(5));
  }

  /** The row that a statement of {@link CockroachSchema#held} found. */
  static Held.Row held(Key key, ResultSet row) throws SQLException {
    String damage = damage(key.utf8(), "its content does not match its hash");
    if (!row.getBoolean(7)) {
      return new Held.Row(null, damage);
    }
    try {
      Stamp stamp = new Stamp(row.getLong(2), row.getLong(3));
      ContentHash hash = ContentHash.of(row.getBytes(6));
      return new Held.Row(new Held(key, stamp, row.getBoolean(4), row.getLong(5), hash), null);
    } catch (IllegalArgumentException e) {
      return new Held.Row(null, damage(key.utf8(), String.valueOf(e.getMessage())));
    }
  }

  private static CorruptEntryException corrupt(Subject subject, byte[] utf8, String why) {
    return new CorruptEntryException(subject, damage(utf8, why));
  }

  private static String damage(byte[] utf8, String why) {
    byte[] shown = Arrays.copyOf(utf8, Math.min(utf8.length, SHOWN_KEY_BYTES));
    return ("the row k = '\\x%s%s' is no record: %s; somebody else wrote there, so mend or delete"
            + " the row by hand")
        .formatted(HexFormat.of().formatHex(shown), shown.length < utf8.length ? "…" : "", why);
  }
}
