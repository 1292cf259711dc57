package dev.headwater.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * The bytes of an entry, as {@code docs/layout/record.md} describes them. All numbers are
 * big-endian.
 *
 * <pre>
 * body:      hlc (8)  origin (8)  flags (1)  [expiry (8)]  [encoding length (1)  encoding  payload]
 * canonical: format (1)  key length (2)  key  body
 * </pre>
 *
 * <p>Flags: bit 0 tombstone, bit 1 the value expires, bits 4 to 7 the format version, {@value
 * #VERSION}. A tombstone's body ends after the flags. Stores that keep opaque bytes keep the body;
 * its first 16 bytes compare as stamps do.
 */
public final class EntryRecord {

  /** The length of the stamp that a body begins with. */
  public static final int STAMP_BYTES = 16;

  private static final int VERSION = 1;
  private static final int TOMBSTONE = 1;
  private static final int EXPIRES = 1 << 1;
  private static final int KNOWN_FLAGS = TOMBSTONE | EXPIRES;

  private EntryRecord() {}

  /** The stamp as the 16 bytes that a body of that stamp begins with. */
  public static byte[] stampBytes(Stamp stamp) {
    return ByteBuffer.allocate(STAMP_BYTES).putLong(stamp.hlc()).putLong(stamp.origin()).array();
  }

  /** The entry without its key. */
  public static byte[] body(Entry entry) {
    return putBody(ByteBuffer.allocate(bodyBytes(entry)), entry).array();
  }

  /** The number of bytes of {@link #body}. */
  public static int bodyBytes(Entry entry) {
    int head = STAMP_BYTES + 1;
    return entry.content() instanceof EncodedValue value
        ? head + (value.expires() ? 8 : 0) + 1 + value.encoding().length() + value.size()
        : head;
  }

  /** The number of bytes of an entry's key and its {@link #body}, as limits on batches count it. */
  public static long bytes(Entry entry) {
    return (long) entry.key().utf8().length + bodyBytes(entry);
  }

  /** The whole entry: what {@link Entry#hash} hashes. */
  public static byte[] canonical(Entry entry) {
    byte[] key = entry.key().utf8();
    ByteBuffer record = ByteBuffer.allocate(1 + 2 + key.length + bodyBytes(entry));
    record.put((byte) VERSION).putShort((short) key.length).put(key);
    return putBody(record, entry).array();
  }

  /**
   * The entry of a key and a body.
   *
   * @throws MalformedRecordException if the bytes are no body that {@link #body} would write; the
   *     caller, who knows the store, makes a {@link CorruptEntryException} of it
   */
  public static Entry parse(Key key, byte[] body) throws MalformedRecordException {
    if (body.length < STAMP_BYTES + 1) {
      throw new MalformedRecordException("it has %d bytes, too few".formatted(body.length));
    }
    ByteBuffer in = ByteBuffer.wrap(body);
    Stamp stamp = stamp(in.getLong(), in.getLong());
    int flags = in.get() & 0xff;
    if (flags >>> 4 != VERSION || (flags & 0xf & ~KNOWN_FLAGS) != 0) {
      throw new MalformedRecordException("its flags are unknown: 0x%02x".formatted(flags));
    }
    return Entry.of(key, stamp, (flags & TOMBSTONE) != 0 ? tombstone(in, flags) : value(in, flags));
  }

  private static ByteBuffer putBody(ByteBuffer out, Entry entry) {
    out.putLong(entry.stamp().hlc()).putLong(entry.stamp().origin());
    if (!(entry.content() instanceof EncodedValue value)) {
      return out.put((byte) (VERSION << 4 | TOMBSTONE));
    }
    out.put((byte) (VERSION << 4 | (value.expires() ? EXPIRES : 0)));
    if (value.expires()) {
      out.putLong(value.expiresAtMillis());
    }
    out.put((byte) value.encoding().length()).put(value.encoding().getBytes(US_ASCII));
    return out.put(value.sharedBytes());
  }

  private static Stamp stamp(long hlc, long origin) throws MalformedRecordException {
    if (hlc < 0 || origin < 1) {
      throw new MalformedRecordException("it does not begin with a stamp");
    }
    return new Stamp(hlc, origin);
  }

  private static Content tombstone(ByteBuffer in, int flags) throws MalformedRecordException {
    if (in.hasRemaining() || (flags & EXPIRES) != 0) {
      throw new MalformedRecordException("it is a tombstone with a value");
    }
    return Tombstone.TOMBSTONE;
  }

  private static Content value(ByteBuffer in, int flags) throws MalformedRecordException {
    long expiresAtMillis = EncodedValue.NEVER;
    if ((flags & EXPIRES) != 0) {
      need(in, 8);
      expiresAtMillis = in.getLong();
      if (expiresAtMillis == EncodedValue.NEVER) {
        throw new MalformedRecordException("it expires, and never"); // body() does not write this
      }
    }
    need(in, 1);
    byte[] encoding = new byte[in.get() & 0xff];
    need(in, encoding.length);
    in.get(encoding);
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return checkedValue(payload, new String(encoding, US_ASCII), expiresAtMillis);
  }

  private static Content checkedValue(byte[] payload, String encoding, long expiresAtMillis)
      throws MalformedRecordException {
    try {
      return EncodedValue.owned(payload, encoding, expiresAtMillis);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(String.valueOf(e.getMessage()));
    }
  }

  private static void need(ByteBuffer in, int bytes) throws MalformedRecordException {
    if (in.remaining() < bytes) {
      throw new MalformedRecordException("it ends too early");
    }
  }
}
