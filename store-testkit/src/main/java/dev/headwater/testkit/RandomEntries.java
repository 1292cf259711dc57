package dev.headwater.testkit;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random keys, stamps and entries, the same for the same seed. Few keys and few stamps, so that
 * entries meet, tie and collide. Not thread-safe.
 */
public final class RandomEntries {

  private static final int STAMPS = 12;
  private static final int ORIGINS = 3;
  private static final int TEXTS = 3;

  private final SplittableRandom random;
  private final List<Key> keys;
  private final long nowMillis;

  /**
   * A generator.
   *
   * @param keys the keys to choose from
   * @param nowMillis values expire around this time
   */
  public RandomEntries(long seed, List<Key> keys, long nowMillis) {
    this.random = new SplittableRandom(seed);
    this.keys = List.copyOf(keys);
    this.nowMillis = nowMillis;
  }

  /** The generator's randomness, for choices of the test's own. */
  public SplittableRandom random() {
    return random;
  }

  public Key key() {
    return keys.get(random.nextInt(keys.size()));
  }

  /** Different keys, as many as asked for or as there are. */
  public List<Key> keys(int count) {
    List<Key> rest = new ArrayList<>(keys);
    List<Key> chosen = new ArrayList<>();
    while (chosen.size() < count && !rest.isEmpty()) {
      chosen.add(rest.remove(random.nextInt(rest.size())));
    }
    return chosen;
  }

  public Stamp stamp() {
    return Stamp.of(
        1 + random.nextInt(STAMPS), random.nextInt(2), 1 + (long) random.nextInt(ORIGINS));
  }

  /** A value, a value that expires soon or has expired, or a tombstone. */
  public Entry entry(Key key) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> Entry.tombstone(key, stamp());
      case 2 -> Entry.of(key, stamp(), value(nowMillis + random.nextInt(-20, 60)));
      default -> Entry.of(key, stamp(), value(EncodedValue.NEVER));
    };
  }

  public Entry entry() {
    return entry(key());
  }

  private EncodedValue value(long expiresAtMillis) {
    byte[] bytes = {(byte) random.nextInt(TEXTS)};
    return EncodedValue.owned(bytes, "bytes", expiresAtMillis);
  }
}
