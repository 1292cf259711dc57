package dev.headwater.chain;

import dev.headwater.store.clock.ClockMemory;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.journal.Journal;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A clock's memory in a journal: record 0 of section {@value #SECTION}, whose bytes are a format
 * (1), the origin (8) and the reserved bound (8).
 */
final class JournaledClock implements ClockMemory {

  static final String SECTION = "clock";

  private static final byte FORMAT = 1;
  private static final int BYTES = 1 + 8 + 8;

  private final Journal journal;
  private final long origin;
  private final long reserved;

  private JournaledClock(Journal journal, long origin, long reserved) {
    this.journal = journal;
    this.origin = origin;
    this.reserved = reserved;
  }

  /** The journal's clock, or a new one with a random node id. */
  static JournaledClock open(Journal journal) {
    List<Journal.Saved> saved = journal.read(SECTION);
    if (saved.isEmpty()) {
      return new JournaledClock(journal, HybridClock.randomOrigin(), 0);
    }
    ByteBuffer in = ByteBuffer.wrap(saved.get(0).bytes());
    if (in.remaining() != BYTES || in.get() != FORMAT) {
      throw new IllegalArgumentException(
          "journal '%s': the clock's record is of no known format".formatted(journal.name()));
    }
    return new JournaledClock(journal, in.getLong(), in.getLong());
  }

  @Override
  public long origin() {
    return origin;
  }

  @Override
  public long reserved() {
    return reserved;
  }

  @Override
  public void reserve(long bound) {
    byte[] bytes = ByteBuffer.allocate(BYTES).put(FORMAT).putLong(origin).putLong(bound).array();
    journal.write(List.of(new Journal.Put(SECTION, 0, bytes)));
  }
}
