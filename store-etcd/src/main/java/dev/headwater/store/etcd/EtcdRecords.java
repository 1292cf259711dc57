package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryRecord;
import dev.headwater.store.Key;
import dev.headwater.store.KeyRange;
import dev.headwater.store.MalformedRecordException;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import io.etcd.jetcd.api.KeyValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How keys and entries are etcd keys and values: {@code docs/layout/etcd.md}. Pure.
 *
 * <p>The key {@code k} of a store with the prefix {@code p} is the etcd key {@code p/k}; without a
 * prefix it is {@code k} itself. The value is {@link EntryRecord#body}. What the store keeps for
 * itself has a NUL after the prefix, which no key of a user has.
 */
final class EtcdRecords {

  /** The lowest bytes that begin a record. */
  static final ByteString LOWEST = wrap(EntryRecord.stampBytes(Stamp.MIN));

  /** The end of a range that has no upper end. */
  private static final ByteString NO_END = ByteString.copyFrom(new byte[] {0});

  /** Where users' keys begin: above everything with a NUL. */
  private static final ByteString FIRST = ByteString.copyFrom(new byte[] {1});

  private static final ByteString RESERVED = ByteString.copyFromUtf8("\0headwater/");

  private final String store;
  private final ByteString prefix;

  EtcdRecords(String store, String prefix) {
    this.store = store;
    this.prefix = ByteString.copyFromUtf8(prefix.isEmpty() ? "" : prefix + "/");
  }

  /** A range of etcd keys: from, inclusive, to, exclusive. */
  record Range(ByteString from, ByteString to) {
    /** What of this range is above the key. */
    Range after(ByteString key) {
      ByteString next = key.concat(NO_END); // the next possible key: this one, then 0x00
      return compare(next, from) > 0 ? new Range(next, to) : this;
    }
  }

  ByteString key(Key key) {
    byte[] text = key.text().getBytes(StandardCharsets.UTF_8);
    return prefix.isEmpty() ? wrap(text) : prefix.concat(wrap(text));
  }

  /** The etcd key of something that the store keeps for itself, outside of {@link #range}. */
  ByteString reservedKey(String name) {
    return prefix.concat(RESERVED).concat(ByteString.copyFromUtf8(name));
  }

  /** All keys of users whose text starts with this. */
  Range range(String keyPrefix) {
    KeyRange all =
        KeyRange.ofPrefix(prefix.concat(ByteString.copyFromUtf8(keyPrefix)).toByteArray());
    byte[] end = all.to();
    return new Range(
        keyPrefix.isEmpty() ? prefix.concat(FIRST) : wrap(all.from()),
        end == null ? NO_END : wrap(end));
  }

  /** Whether the etcd key belongs to this store, or one with a longer prefix, itself. */
  static boolean isReserved(ByteString key) {
    return indexOfNul(key) >= 0
        && key.toString(StandardCharsets.ISO_8859_1).contains("\0headwater/");
  }

  static ByteString value(Entry entry) {
    return wrap(EntryRecord.body(entry));
  }

  /** The bytes below all records of this stamp, and above all records of lower stamps. */
  static ByteString header(Stamp stamp) {
    return wrap(EntryRecord.stampBytes(stamp));
  }

  /** The bytes above all records of this stamp, and below all records of higher stamps. */
  static ByteString headerAbove(Stamp stamp) {
    ByteBuffer bytes = ByteBuffer.allocate(EntryRecord.STAMP_BYTES).putLong(stamp.hlc());
    return wrap(bytes.putLong(stamp.origin() + 1).array()); // 2^63 too: etcd compares unsigned
  }

  /** What is held, whoever wrote it. */
  Held held(KeyValue found, String operation) {
    @Nullable Key key = null;
    try {
      key = Key.ofUtf8(found.getKey().substring(prefix.size()).toByteArray());
      Entry entry = EntryRecord.parse(key, found.getValue().toByteArray());
      return new Held(entry, null, found.getModRevision());
    } catch (MalformedRecordException e) {
      return corrupt(found, operation, key, "the value is no record: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return corrupt(
          found,
          operation,
          null,
          "an etcd key of %d bytes is no key of a store: %s"
              .formatted(found.getKey().size(), e.getMessage()));
    }
  }

  private Held corrupt(KeyValue found, String operation, @Nullable Key key, String what) {
    CorruptEntryException error =
        new CorruptEntryException(
            new Subject(store, operation, key),
            what + "; it was kept, remove or mend it with etcdctl");
    return new Held(null, error, found.getModRevision());
  }

  private static int indexOfNul(ByteString key) {
    for (int i = 0; i < key.size(); i++) {
      if (key.byteAt(i) == 0) {
        return i;
      }
    }
    return -1;
  }

  private static int compare(ByteString left, ByteString right) {
    return ByteString.unsignedLexicographicalComparator().compare(left, right);
  }

  private static ByteString wrap(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
