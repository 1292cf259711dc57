package dev.headwater.store.typed;

import dev.headwater.store.Batch;
import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import dev.headwater.store.Content;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Tombstone;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.store.clock.HybridClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A store or chain as its users see it: values of one type under keys. Issues the stamps of its
 * writes, hides tombstones and expired values, and encodes and decodes. Thread-safe; it owns
 * nothing, so closing the store is the caller's.
 *
 * <p>All methods throw {@link StoreException}s as {@link Store} describes them. A write that throws
 * {@link dev.headwater.store.OutcomeUnknownException} may have happened; all others that throw did
 * not. A value that does not decode is a {@link CorruptEntryException} of its key.
 *
 * <p>A write that meets a newer stamp, because another node's clock is ahead, is stamped above it
 * and tried again: a write that begins after another has ended wins.
 */
public final class TypedStore<V> {

  private static final int MAX_ATTEMPTS = 32;
  private static final int BATCH = 1000;

  private final Store store;
  private final Codec<V> codec;
  private final HybridClock clock;

  private TypedStore(Store store, Codec<V> codec, HybridClock clock) {
    this.store = store;
    this.codec = codec;
    this.clock = clock;
  }

  /** A view of the store, whose writes the clock stamps. */
  public static <V> TypedStore<V> of(Store store, Codec<V> codec, HybridClock clock) {
    return new TypedStore<>(store, codec, clock);
  }

  /** Where the jitter of pauses comes from: different for different nodes. */
  RandomGenerator random() {
    return new SplittableRandom(clock.origin());
  }

  // --- reading ---

  /** The key's value, or {@code null} if it has none. */
  public @Nullable V get(Key key) {
    Entry entry = store.read(key);
    return entry == null ? null : decode(entry);
  }

  /** The key's value with its stamp and expiry, if it has one. */
  public Optional<Versioned<V>> find(Key key) {
    Entry entry = store.read(key);
    return entry == null ? Optional.empty() : versioned(entry);
  }

  /** The values of those of the keys that have one. */
  public Map<Key, V> getAll(Collection<Key> keys) {
    ReadBatch batch = store.readAll(keys);
    for (CorruptEntryException corrupt : batch.corrupt().values()) {
      throw corrupt;
    }
    Map<Key, V> values = new LinkedHashMap<>();
    for (Entry entry : batch.entries().values()) {
      V value = decode(entry);
      if (value != null) {
        values.put(entry.key(), value);
      }
    }
    return values;
  }

  /** The live values whose keys start with the prefix, in key order. The caller closes it. */
  public Listing<V> list(String prefix) {
    return new Listing<>(this, store.list(ListRequest.live(prefix)));
  }

  // --- writing ---

  /** Makes this the key's value. */
  public Receipt put(Key key, V value) {
    return write(key, encode(key, value, EncodedValue.NEVER));
  }

  /** Makes this the key's value for a lifetime from now on. */
  public Receipt put(Key key, V value, Duration lifetime) {
    return write(key, encode(key, value, expiry(lifetime)));
  }

  /** Deletes the key's value. The deletion is recorded even if there was none. */
  public Receipt delete(Key key) {
    return write(key, Tombstone.TOMBSTONE);
  }

  /**
   * {@link #put} of several keys, each atomic on its own, in batches of {@value #BATCH}, each of
   * which has the store's whole deadline. After an exception any of them may have happened.
   */
  public Map<Key, Receipt> putAll(Map<Key, V> values) {
    Map<Key, Content> contents = encodeAll(values);
    Map<Key, Receipt> receipts = new LinkedHashMap<>();
    Map<Key, Content> batch = new LinkedHashMap<>();
    for (Map.Entry<Key, Content> content : contents.entrySet()) {
      batch.put(content.getKey(), content.getValue());
      if (batch.size() == BATCH) {
        writeAll(batch, receipts);
      }
    }
    writeAll(batch, receipts);
    return receipts;
  }

  /**
   * {@link #put} of several keys, visible together or not at all.
   *
   * @throws dev.headwater.store.RejectedException if the store has no atomic batches, or not of
   *     this size; nothing was written
   */
  public Map<Key, Receipt> putAllAtomically(Map<Key, V> values) {
    Map<Key, Content> contents = encodeAll(values);
    for (int attempt = 0; attempt < MAX_ATTEMPTS && !contents.isEmpty(); attempt++) {
      List<Write> writes = conditionalWrites(contents);
      List<MergeOutcome> outcomes = store.mergeAll(new Batch(writes, Batch.Atomicity.ALL));
      if (outcomes.stream().allMatch(MergeOutcome::isHeld)) {
        return receipts(writes, outcomes);
      }
    }
    if (!contents.isEmpty()) {
      throw contention("putAllAtomically", contents.keySet().iterator().next());
    }
    return Map.of();
  }

  /** Makes this the key's value if it has none; empty if it has one. */
  public Optional<Receipt> putIfAbsent(Key key, V value) {
    return writeIf(key, Precondition.absent(), encode(key, value, EncodedValue.NEVER));
  }

  /** Makes this the key's value if the stamp of the value is still the expected; else empty. */
  public Optional<Receipt> replace(Key key, Stamp expected, V value) {
    return writeIf(key, Precondition.stampIs(expected), encode(key, value, EncodedValue.NEVER));
  }

  /** Deletes the key's value if its stamp is still the expected; else empty. */
  public Optional<Receipt> delete(Key key, Stamp expected) {
    return writeIf(key, Precondition.stampIs(expected), Tombstone.TOMBSTONE);
  }

  /**
   * Replaces the key's value by what the function makes of it, atomically: if another write comes
   * between, the function is called again.
   *
   * @param function is given the value, or {@code null} if there is none, and returns the new
   *     value, or {@code null} to delete it
   * @return the new value
   * @throws StoreUnavailableException if other writers were faster every time; nothing happened
   */
  public @Nullable V update(Key key, Function<@Nullable V, @Nullable V> function) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<Versioned<V>> before = find(key);
      V next = function.apply(before.map(Versioned::value).orElse(null));
      Content content = next == null ? Tombstone.TOMBSTONE : encode(key, next, EncodedValue.NEVER);
      Precondition asRead =
          before
              .map(versioned -> Precondition.stampIs(versioned.stamp()))
              .orElse(Precondition.absent());
      if (writeIf(key, asRead, content).isPresent()) {
        return next;
      }
    }
    throw contention("update", key);
  }

  // --- subscribing ---

  /**
   * Tells the subscriber of the changes of all keys that start with the prefix.
   *
   * <ul>
   *   <li>Of each key each newer entry is told once, in the order of stamps; entries that were
   *       overtaken before they could be told may be left out. A repetition is told twice only if
   *       65,536 other keys were told of in between.
   *   <li>The store may be away at the start or later. Nothing is lost that changes after the
   *       subscription has begun, which {@link Subscriber#live} tells. It begins when the store, of
   *       a chain the authority, has answered once; nothing is told before, own writes neither.
   *   <li>That a value expires is not told.
   *   <li>With a chain, own writes are told as soon as they are accepted, before what others have
   *       written; see {@link Subscriber#withdrawn} for those that the authority then refuses.
   *   <li>An entry that was written by someone who had seen another entry, of whatever key, has the
   *       higher stamp, and is told after it unless that was overtaken and is left out. For this,
   *       writers stamp with the clock of the chain or view that showed them the other entry, write
   *       through the authority, and their wall clocks differ by less than a minute. It is not
   *       promised of the subscriber's own process, whose writes come first.
   *   <li>The clock of this view is shown the stamps of all that is told, so that what a subscriber
   *       writes is stamped above what it was told.
   * </ul>
   *
   * <p>With {@link Start#CURRENT} the values come from a listing. Each subscription holds one feed
   * of the store.
   *
   * @param background runs the subscription; the subscriber is called on its executor
   */
  public Subscription subscribe(
      String prefix, Start start, Subscriber<V> subscriber, Background background) {
    SubscribedKeys keys = SubscribedKeys.startingWith(prefix);
    return Subscription.start(this, store, keys, start, subscriber, background);
  }

  /** The same for one key. The store's feed is narrowed to the keys that start with it. */
  public Subscription subscribe(
      Key key, Start start, Subscriber<V> subscriber, Background background) {
    SubscribedKeys keys = SubscribedKeys.only(key);
    return Subscription.start(this, store, keys, start, subscriber, background);
  }

  // --- the way down ---

  private Receipt write(Key key, Content content) {
    return writeIf(key, Precondition.none(), content)
        .orElseThrow(() -> new IllegalStateException("an unconditional write was refused: " + key));
  }

  private Optional<Receipt> writeIf(Key key, Precondition precondition, Content content) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Entry entry = Entry.of(key, clock.next(), content);
      MergeOutcome outcome = store.merge(new Write(entry, precondition));
      if (outcome.isHeld()) {
        return Optional.of(receipt(entry, outcome));
      }
      if (outcome instanceof MergeOutcome.Refused) {
        return Optional.empty();
      }
      stepAhead(key, outcome);
    }
    throw contention("write", key);
  }

  /* Writes all of the batch, which is empty then. */
  private void writeAll(Map<Key, Content> batch, Map<Key, Receipt> receipts) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS && !batch.isEmpty(); attempt++) {
      mergeEach(batch, receipts);
    }
    if (!batch.isEmpty()) {
      throw contention("putAll", batch.keySet().iterator().next());
    }
  }

  private void mergeEach(Map<Key, Content> pending, Map<Key, Receipt> receipts) {
    List<Entry> entries = new ArrayList<>();
    pending.forEach((key, content) -> entries.add(Entry.of(key, clock.next(), content)));
    List<MergeOutcome> outcomes = store.mergeAll(Batch.of(entries));
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (outcomes.get(i).isHeld()) {
        receipts.put(entry.key(), receipt(entry, outcomes.get(i)));
        pending.remove(entry.key());
      } else {
        stepAhead(entry.key(), outcomes.get(i));
      }
    }
  }

  private List<Write> conditionalWrites(Map<Key, Content> contents) {
    ReadBatch held = store.readAll(contents.keySet());
    for (CorruptEntryException corrupt : held.corrupt().values()) {
      throw corrupt;
    }
    held.entries().values().forEach(entry -> stepAhead(entry.key(), entry.stamp()));
    List<Write> writes = new ArrayList<>();
    contents.forEach(
        (key, content) -> {
          Entry before = held.entries().get(key);
          Precondition asRead =
              before == null || before.isTombstone()
                  ? Precondition.absent()
                  : Precondition.stampIs(before.stamp());
          writes.add(new Write(Entry.of(key, clock.next(), content), asRead));
        });
    return writes;
  }

  private static Map<Key, Receipt> receipts(List<Write> writes, List<MergeOutcome> outcomes) {
    Map<Key, Receipt> receipts = new LinkedHashMap<>();
    for (int i = 0; i < writes.size(); i++) {
      receipts.put(writes.get(i).key(), receipt(writes.get(i).entry(), outcomes.get(i)));
    }
    return receipts;
  }

  private static Receipt receipt(Entry entry, MergeOutcome outcome) {
    return new Receipt(
        entry.key(),
        entry.stamp(),
        outcome instanceof MergeOutcome.Written written ? written.behind() : List.of());
  }

  /* The write lost to a stamp that is ahead of our clock: move the clock, if it can be believed. */
  private void stepAhead(Key key, MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Superseded superseded) {
      stepAhead(key, superseded.held());
    } else if (outcome instanceof MergeOutcome.Failed failed) {
      throw failed.error();
    }
  }

  private void stepAhead(Key key, Stamp held) {
    if (!clock.observe(held)) {
      throw new RejectedException(
          Subject.of(store, "write", key),
          RejectedException.Reason.CLOCK,
          "the store holds an entry stamped %s, too far in the future to be superseded; check the"
                  .formatted(held)
              + " clocks of all nodes, then purge that entry");
    }
  }

  // --- values ---

  private @Nullable V decode(Entry entry) {
    try {
      return entry.decode(codec);
    } catch (CodecException e) {
      throw new CorruptEntryException(
          Subject.of(store, "decode", entry.key()),
          "the value can't be read: " + e.getMessage(),
          e);
    }
  }

  /** The entry's value with what is known of it; empty for a tombstone. */
  Optional<Versioned<V>> versioned(Entry entry) {
    return Optional.ofNullable(decode(entry))
        .map(value -> new Versioned<>(entry.key(), value, entry.stamp(), entry.expiresAtMillis()));
  }

  /** Makes all later stamps of this view be above this one. */
  void observe(Stamp seen) {
    clock.observe(seen);
  }

  /** What a reader sees of the entry now. */
  @Nullable V liveValue(Entry entry) {
    return entry.isLiveAt(clock.time().millis()) ? decode(entry) : null;
  }

  private EncodedValue encode(Key key, V value, long expiresAtMillis) {
    try {
      return EncodedValue.owned(codec.encode(value), codec.encoding(), expiresAtMillis);
    } catch (CodecException e) {
      throw new CodecException("value of '%s': %s".formatted(key, e.getMessage()), e);
    }
  }

  private Map<Key, Content> encodeAll(Map<Key, V> values) {
    Map<Key, Content> contents = new LinkedHashMap<>();
    values.forEach((key, value) -> contents.put(key, encode(key, value, EncodedValue.NEVER)));
    return contents;
  }

  private long expiry(Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException("lifetime is not positive: " + lifetime);
    }
    return Math.addExact(clock.time().millis(), lifetime.toMillis());
  }

  private StoreUnavailableException contention(String operation, Key key) {
    return new StoreUnavailableException(
        Subject.of(store, operation, key),
        "other writers were faster %d times; try again".formatted(MAX_ATTEMPTS));
  }
}
