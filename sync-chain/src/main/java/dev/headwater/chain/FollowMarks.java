package dev.headwater.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.store.Mark;
import dev.headwater.store.journal.Journal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a chain has followed its layers, kept in the journal: section {@value #SECTION}, one
 * record per layer, whose bytes are
 *
 * <pre>format (1)  SHA-256 of the extent (32)  length of the layer's name (2)  name  mark</pre>
 *
 * <p>A mark counts only for the extent for which it was noted: the same layers above, in the same
 * incarnations, with the same filters. A record of another format counts as none. Thread-safe.
 */
final class FollowMarks {

  static final String SECTION = "mark";

  private static final byte FORMAT = 1;
  private static final int HASH_BYTES = 32;

  private final Consumer<List<Journal.Change>> later;
  private final Map<String, Place> places = new HashMap<>(); // by layer; guarded by this
  private long numbers; // the highest one used; guarded by this

  private FollowMarks(Consumer<List<Journal.Change>> later) {
    this.later = later;
  }

  private record Place(long number, ByteBuffer extent, @Nullable Mark mark) {}

  /**
   * The marks that the journal knows.
   *
   * @param later notes changes of the journal some time later, in their order
   */
  static FollowMarks of(Optional<Journal> journal, Consumer<List<Journal.Change>> later) {
    FollowMarks marks = new FollowMarks(later);
    journal.ifPresent(from -> from.read(SECTION).forEach(marks::recover));
    return marks;
  }

  private synchronized void recover(Journal.Saved saved) {
    numbers = Math.max(numbers, saved.number());
    ByteBuffer in = ByteBuffer.wrap(saved.bytes());
    try {
      if (in.get() == FORMAT) {
        ByteBuffer extent = ByteBuffer.wrap(bytes(in, HASH_BYTES));
        String layer = new String(bytes(in, in.getShort() & 0xffff), UTF_8);
        Mark mark = Mark.parse(new String(bytes(in, in.remaining()), UTF_8));
        places.put(layer, new Place(saved.number(), extent, mark));
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // Nothing is lost but time: the layer is followed from its start.
    }
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** Where to go on following the layer; {@code null} to begin with everything. */
  synchronized @Nullable Mark of(String layer, String extent) {
    Place place = places.get(layer);
    return place != null && place.extent().equals(hash(extent)) ? place.mark() : null;
  }

  /** All changes of the layer before the mark are in all layers of the extent. */
  synchronized void reached(String layer, String extent, Mark mark) {
    Place before = places.get(layer);
    if (before != null && mark.equals(before.mark()) && before.extent().equals(hash(extent))) {
      return;
    }
    long number = before == null ? ++numbers : before.number();
    Place place = new Place(number, hash(extent), mark);
    places.put(layer, place);
    later.accept(List.of(new Journal.Put(SECTION, number, bytes(layer, place, mark))));
  }

  private static byte[] bytes(String layer, Place place, Mark mark) {
    byte[] name = layer.getBytes(UTF_8);
    byte[] position = mark.toString().getBytes(UTF_8);
    return ByteBuffer.allocate(1 + HASH_BYTES + 2 + name.length + position.length)
        .put(FORMAT)
        .put(place.extent().duplicate())
        .putShort((short) name.length)
        .put(name)
        .put(position)
        .array();
  }

  private static ByteBuffer hash(String extent) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(extent.getBytes(UTF_8));
      return ByteBuffer.wrap(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
