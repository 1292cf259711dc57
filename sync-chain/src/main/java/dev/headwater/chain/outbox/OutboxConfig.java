package dev.headwater.chain.outbox;

import dev.headwater.store.journal.Journal;
import java.time.Duration;
import java.util.Optional;

/**
 * How much an outbox holds and where. Immutable; checked at once.
 *
 * @param journal where what is owed survives the process; the chain closes it. Without one it is
 *     kept in memory only
 * @param maxEntries how many writes may wait, dead letters among them
 * @param maxBytes how many bytes of keys and values may wait
 * @param waitWhenFull how long a write waits for room before it is rejected; zero: not at all
 * @param flushOnClose how long closing the chain waits for the layers to take what they are owed
 */
public record OutboxConfig(
    Optional<Journal> journal,
    int maxEntries,
    long maxBytes,
    Duration waitWhenFull,
    Duration flushOnClose) {

  private static final int MAX_ENTRIES = 100_000;
  private static final long MAX_BYTES = 64L << 20;
  private static final Duration LONGEST = Duration.ofDays(1);

  public OutboxConfig {
    if (maxEntries < 1) {
      throw new IllegalArgumentException("outbox: maxEntries is less than 1: " + maxEntries);
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("outbox: maxBytes is less than 1: " + maxBytes);
    }
    requireWait(waitWhenFull, "waitWhenFull");
    requireWait(flushOnClose, "flushOnClose");
  }

  /** An outbox in memory, of 100,000 entries and 64 MiB. */
  public static OutboxConfig inMemory() {
    return new OutboxConfig(
        Optional.empty(), MAX_ENTRIES, MAX_BYTES, Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /** {@link #inMemory} and in this journal, which the chain closes. */
  public static OutboxConfig journaled(Journal journal) {
    return inMemory().journal(journal);
  }

  public OutboxConfig journal(Journal newJournal) {
    return new OutboxConfig(
        Optional.of(newJournal), maxEntries, maxBytes, waitWhenFull, flushOnClose);
  }

  public OutboxConfig maxEntries(int newMaxEntries) {
    return new OutboxConfig(journal, newMaxEntries, maxBytes, waitWhenFull, flushOnClose);
  }

  public OutboxConfig maxBytes(long newMaxBytes) {
    return new OutboxConfig(journal, maxEntries, newMaxBytes, waitWhenFull, flushOnClose);
  }

  public OutboxConfig waitWhenFull(Duration newWaitWhenFull) {
    return new OutboxConfig(journal, maxEntries, maxBytes, newWaitWhenFull, flushOnClose);
  }

  public OutboxConfig flushOnClose(Duration newFlushOnClose) {
    return new OutboxConfig(journal, maxEntries, maxBytes, waitWhenFull, newFlushOnClose);
  }

  private static void requireWait(Duration wait, String name) {
    if (wait.isNegative() || wait.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("outbox: %s is not in 0..1 day: %s".formatted(name, wait));
    }
  }
}
