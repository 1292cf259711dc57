package dev.headwater.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.store.Key;
import dev.headwater.store.journal.Journal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of which a followed layer holds something that the layers above it did not get, kept in the
 * journal: section {@value #SECTION}, one record per key, whose bytes are
 *
 * <pre>format (1)  length of the layer's name (2)  name  key, to the end</pre>
 *
 * <p>Of a layer with more than {@value #MAX_KEYS} of them, any key may be one: that is a record
 * without a key. A record that can't be read means the same of every layer. Not thread-safe.
 */
final class LeftOutKeys {

  static final String SECTION = "left-out";
  static final int MAX_KEYS = 1_000;

  private static final byte FORMAT = 1;
  private static final String ANY = "";

  private final Map<String, Map<String, Long>> numbers = new HashMap<>(); // by layer and key
  private long highest;
  private boolean unreadable;

  /** What the journal knows. */
  void recover(Journal.Saved saved) {
    highest = Math.max(highest, saved.number());
    ByteBuffer in = ByteBuffer.wrap(saved.bytes());
    try {
      if (in.get() != FORMAT) {
        unreadable = true;
        return;
      }
      String layer = text(in, in.getShort() & 0xffff);
      of(layer).put(text(in, in.remaining()), saved.number());
    } catch (BufferUnderflowException e) {
      unreadable = true;
    }
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  /** Whether the key may be one of them. */
  boolean mayHave(String layer, Key key) {
    Map<String, Long> keys = numbers.getOrDefault(layer, Map.of());
    return unreadable || keys.containsKey(ANY) || keys.containsKey(key.text());
  }

  /** Adds keys; returns what the journal is to note. */
  List<Journal.Change> add(String layer, Collection<Key> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<Journal.Change> changes = new ArrayList<>();
    for (Key key : keys) {
      if (!mayHave(layer, key)) {
        String text = of(layer).size() < MAX_KEYS ? key.text() : ANY;
        of(layer).put(text, ++highest);
        changes.add(new Journal.Put(SECTION, highest, bytes(layer, text)));
      }
    }
    return changes;
  }

  /** Forgets what there is of the layer; returns what the journal is to note. */
  List<Journal.Change> clear(String layer) {
    Map<String, Long> gone = numbers.remove(layer);
    List<Journal.Change> changes = new ArrayList<>();
    if (gone != null) {
      gone.values().forEach(number -> changes.add(new Journal.Remove(SECTION, number)));
    }
    return changes;
  }

  private Map<String, Long> of(String layer) {
    return numbers.computeIfAbsent(layer, any -> new HashMap<>());
  }

  private static byte[] bytes(String layer, String key) {
    byte[] name = layer.getBytes(UTF_8);
    byte[] text = key.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + 2 + name.length + text.length)
        .put(FORMAT)
        .putShort((short) name.length)
        .put(name)
        .put(text)
        .array();
  }
}
