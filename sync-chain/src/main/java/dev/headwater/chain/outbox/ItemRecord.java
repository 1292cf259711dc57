package dev.headwater.chain.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.chain.outbox.OutboxEvents.Certainty;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryRecord;
import dev.headwater.store.Key;
import dev.headwater.store.MalformedRecordException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an outbox's records in a journal, as {@code docs/layout/journal.md} describes them.
 * All numbers are big-endian; a text is its length (2) and its UTF-8.
 *
 * <pre>
 * outbox:   format (1)  state (1)  since (8)  layers  write
 * progress: format (1)  state (1)  layers
 * dead:     format (1)  since (8)  layer (text)  error (text)  write
 * refused:  format (1)  certainty (1)  write
 * layers:   count (1)  name (text) ...
 * write:    precondition (1)  [stamp (16)]  key (text)  body, to the end
 * </pre>
 */
final class ItemRecord {

  private static final byte FORMAT = 1;
  private static final int MAX_ERROR = 4_000;

  private ItemRecord() {}

  /** What {@link #item} says. */
  record SavedItem(Item.State state, long sinceMillis, List<String> owed, Write write) {}

  /** What {@link #progress} says. */
  record SavedProgress(Item.State state, List<String> owed) {}

  /** What {@link #dead} says. */
  record SavedDeath(long sinceMillis, String layer, String error, Write write) {
    DeadLetter numbered(long number) {
      return new DeadLetter(number, layer, write, Instant.ofEpochMilli(sinceMillis), error);
    }
  }

  /** What {@link #refusal} says. */
  record SavedRefusal(Certainty certainty, Write write) {}

  /** {@link SavedItem} of this item. */
  static byte[] item(Item item, Recipients layers) {
    return item(
        new SavedItem(item.state(), item.sinceMillis(), layers.names(item.owed()), item.write()));
  }

  static byte[] item(SavedItem item) {
    byte[] layers = layers(item.owed());
    byte[] write = write(item.write());
    return ByteBuffer.allocate(2 + 8 + layers.length + write.length)
        .put(FORMAT)
        .put(code(item.state()))
        .putLong(item.sinceMillis())
        .put(layers)
        .put(write)
        .array();
  }

  static byte[] progress(SavedProgress progress) {
    byte[] layers = layers(progress.owed());
    return ByteBuffer.allocate(2 + layers.length)
        .put(FORMAT)
        .put(code(progress.state()))
        .put(layers)
        .array();
  }

  static byte[] dead(SavedDeath death) {
    byte[] layer = text(death.layer());
    String error = death.error();
    byte[] why = text(error.length() > MAX_ERROR ? error.substring(0, MAX_ERROR) : error);
    byte[] write = write(death.write());
    return ByteBuffer.allocate(1 + 8 + layer.length + why.length + write.length)
        .put(FORMAT)
        .putLong(death.sinceMillis())
        .put(layer)
        .put(why)
        .put(write)
        .array();
  }

  static byte[] refusal(SavedRefusal refusal) {
    byte[] write = write(refusal.write());
    return ByteBuffer.allocate(2 + write.length)
        .put(FORMAT)
        .put((byte) (refusal.certainty() == Certainty.CERTAIN ? 0 : 1))
        .put(write)
        .array();
  }

  static SavedItem item(byte[] bytes) throws MalformedRecordException {
    ByteBuffer in = open(bytes);
    try {
      return new SavedItem(state(in.get()), in.getLong(), layers(in), write(in));
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  static SavedProgress progress(byte[] bytes) throws MalformedRecordException {
    ByteBuffer in = open(bytes);
    try {
      return new SavedProgress(state(in.get()), layers(in));
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  static SavedDeath dead(byte[] bytes) throws MalformedRecordException {
    ByteBuffer in = open(bytes);
    try {
      return new SavedDeath(in.getLong(), text(in), text(in), write(in));
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  static SavedRefusal refusal(byte[] bytes) throws MalformedRecordException {
    ByteBuffer in = open(bytes);
    try {
      return new SavedRefusal(certainty(in.get()), write(in));
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  private static ByteBuffer open(byte[] bytes) throws MalformedRecordException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (!in.hasRemaining() || in.get() != FORMAT) {
      throw new MalformedRecordException("its format is unknown; it may be of a newer version");
    }
    return in;
  }

  private static MalformedRecordException tooShort() {
    return new MalformedRecordException("it ends too early");
  }

  // --- states: a write that is being journaled is undecided once it is read ---

  private static byte code(Item.State state) {
    return switch (state) {
      case INTENT -> 0;
      case JOURNALING, UNDECIDED -> 1;
      case UNSURE -> 2;
      case DECIDED -> 3;
    };
  }

  private static Item.State state(byte code) throws MalformedRecordException {
    return switch (code) {
      case 0 -> Item.State.INTENT;
      case 1 -> Item.State.UNDECIDED;
      case 2 -> Item.State.UNSURE;
      case 3 -> Item.State.DECIDED;
      default -> throw new MalformedRecordException("its state is unknown: " + code);
    };
  }

  private static Certainty certainty(byte code) throws MalformedRecordException {
    return switch (code) {
      case 0 -> Certainty.CERTAIN;
      case 1 -> Certainty.UNCERTAIN;
      default -> throw new MalformedRecordException("its certainty is unknown: " + code);
    };
  }

  // --- parts ---

  private static byte[] layers(List<String> names) {
    List<byte[]> texts = names.stream().map(ItemRecord::text).toList();
    ByteBuffer out = ByteBuffer.allocate(1 + texts.stream().mapToInt(text -> text.length).sum());
    out.put((byte) names.size());
    texts.forEach(out::put);
    return out.array();
  }

  private static List<String> layers(ByteBuffer in) {
    int count = in.get();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(text(in));
    }
    return List.copyOf(names);
  }

  private static byte[] text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return ByteBuffer.allocate(2 + utf8.length).putShort((short) utf8.length).put(utf8).array();
  }

  private static String text(ByteBuffer in) {
    byte[] utf8 = new byte[in.getShort() & 0xffff];
    in.get(utf8);
    return new String(utf8, UTF_8);
  }

  private static byte[] write(Write write) {
    byte[] key = text(write.key().text());
    byte[] body = EntryRecord.body(write.entry());
    byte[] precondition = precondition(write.precondition());
    return ByteBuffer.allocate(precondition.length + key.length + body.length)
        .put(precondition)
        .put(key)
        .put(body)
        .array();
  }

  private static Write write(ByteBuffer in) throws MalformedRecordException {
    Precondition precondition = precondition(in);
    String text = text(in);
    byte[] body = new byte[in.remaining()];
    in.get(body);
    try {
      Entry entry = EntryRecord.parse(Key.of(text), body);
      return new Write(entry, precondition);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("its key is none: " + e.getMessage());
    }
  }

  private static byte[] precondition(Precondition precondition) {
    if (precondition instanceof Precondition.StampIs expected) {
      return ByteBuffer.allocate(1 + EntryRecord.STAMP_BYTES)
          .put((byte) 2)
          .put(EntryRecord.stampBytes(expected.stamp()))
          .array();
    }
    return new byte[] {(byte) (precondition == Precondition.absent() ? 1 : 0)};
  }

  private static Precondition precondition(ByteBuffer in) throws MalformedRecordException {
    byte code = in.get();
    return switch (code) {
      case 0 -> Precondition.none();
      case 1 -> Precondition.absent();
      case 2 -> Precondition.stampIs(stamp(in.getLong(), in.getLong()));
      default -> throw new MalformedRecordException("its precondition is unknown: " + code);
    };
  }

  private static Stamp stamp(long hlc, long origin) throws MalformedRecordException {
    if (hlc < 0 || origin < 1) {
      throw new MalformedRecordException("its precondition has no stamp");
    }
    return new Stamp(hlc, origin);
  }
}
