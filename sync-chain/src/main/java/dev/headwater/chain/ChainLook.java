package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chain looked at from outside: what its layers hold, and above it the writes that waited in its
 * outbox when the look began. Takes no writes, and no hold of the outbox, which another process may
 * own.
 */
final class ChainLook extends ForwardingStore {

  private final Map<Key, Entry> waiting;
  private final InstantSource time;

  /**
   * @param chain a chain without a journal, none of whose layers is written
   * @param waiting the newest entry that waits, of each key that has one
   */
  ChainLook(ChainStore chain, Map<Key, Entry> waiting, InstantSource time) {
    super(chain);
    this.waiting = Map.copyOf(waiting);
    this.time = time;
  }

  @Override
  public Capabilities capabilities() {
    return delegate()
        .capabilities()
        .without(Capability.WRITE)
        .without(Capability.PRECONDITIONS)
        .without(Capability.ATOMIC_BATCHES);
  }

  @Override
  public @Nullable Entry read(Key key) {
    Entry own = waiting.get(key);
    if (own == null) {
      return delegate().read(key);
    }
    try {
      return newer(delegate().read(key), own);
    } catch (StoreUnavailableException e) {
      return live(own);
    }
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    if (keys.stream().noneMatch(waiting::containsKey)) {
      return delegate().readAll(keys);
    }
    ReadBatch others =
        delegate().readAll(keys.stream().filter(key -> !waiting.containsKey(key)).toList());
    Map<Key, Entry> entries = new HashMap<>(others.entries());
    for (Key key : keys) {
      Entry entry = waiting.containsKey(key) ? read(key) : null;
      if (entry != null) {
        entries.put(key, entry);
      }
    }
    return new ReadBatch(entries, others.corrupt());
  }

  private @Nullable Entry newer(@Nullable Entry found, Entry own) {
    return found != null && EntryOrder.supersedes(found, own) ? found : live(own);
  }

  private @Nullable Entry live(Entry own) {
    return own.isExpiredAt(time.millis()) ? null : own;
  }

  @Override
  public EntryCursor list(ListRequest request) {
    EntryCursor below = delegate().list(request);
    return waiting.isEmpty()
        ? below
        : new OverlayCursor(below, request, new ArrayList<>(waiting.values()), time, waited -> {});
  }

  @Override
  public MergeOutcome merge(Write write) {
    throw onlyLookedAt(Subject.of(this, "merge", write.key()));
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    throw onlyLookedAt(Subject.of(this, "merge"));
  }

  @Override
  public int purge(Collection<Purge> purges) {
    throw onlyLookedAt(Subject.of(this, "purge"));
  }

  private static RejectedException onlyLookedAt(Subject subject) {
    return new RejectedException(
        subject, RejectedException.Reason.UNSUPPORTED, "the chain was opened to be read only");
  }
}
