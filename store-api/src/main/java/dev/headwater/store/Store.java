package dev.headwater.store;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named, ordered map of keys to entries, in which a merge keeps whichever entry {@linkplain
 * EntryOrder supersedes} the other. This is what a backend implements; users work with a {@link
 * dev.headwater.store.typed.TypedStore} over it.
 *
 * <p>The laws, which the contract suite of {@code store-testkit} checks for every store:
 *
 * <ul>
 *   <li>All operations are thread-safe, block, and return or throw within {@link
 *       Capabilities.Limits#timeoutMillis}. An interrupt ends a blocking call with {@link
 *       StoreUnavailableException} or {@link OutcomeUnknownException} and leaves the thread's
 *       interrupt flag set.
 *   <li>Merging is idempotent, and what is not newer writes nothing: no revision, no feed event.
 *   <li>What a merge acknowledged, every later read, listing and feed sees, unless the store is a
 *       cache (not {@link Capability#COMPLETE}) and forgot it.
 *   <li>Tombstones and stamps are kept as given. A store never issues stamps.
 *   <li>An expired value is absent to {@link #read}, but is still held: it supersedes older entries
 *       until it is purged or superseded.
 *   <li>What a key holds but is no record is {@link CorruptEntryException corrupt}: it is reported,
 *       does not hide other keys, and is not overwritten silently.
 *   <li>Limits are checked before anything is written.
 *   <li>After {@link #close} every operation fails with {@link IllegalStateException}.
 * </ul>
 *
 * <p>Errors are {@link StoreException}s, sorted by what happened; wrong arguments are {@link
 * IllegalArgumentException}. No method is optional: what a store can't do, it rejects with {@link
 * RejectedException.Reason#UNSUPPORTED} and does not declare among its {@link #capabilities}.
 *
 * <p>There are no default methods, so that no wrapper loses what the wrapped store does well;
 * wrappers extend {@link ForwardingStore}.
 */
public interface Store extends AutoCloseable {

  /** What errors and reports call this store, with no secret in it; a wrapper shows its stack. */
  String name();

  /** What this store can do and how much it takes; the same during its whole life. */
  Capabilities capabilities();

  /**
   * The entry held of the key, value or tombstone, or {@code null} if the key is absent or its
   * value has expired.
   *
   * @throws CorruptEntryException if what is held is no record
   */
  @Nullable Entry read(Key key);

  /** {@link #read} of several keys, of which none hides another. */
  ReadBatch readAll(Collection<Key> keys);

  /**
   * Merges the write's entry if its precondition holds. Atomic.
   *
   * @throws OutcomeUnknownException if the merge may or may not have happened; repeating it is safe
   * @throws CorruptEntryException if what is held of the key is no record, and so was kept
   */
  MergeOutcome merge(Write write);

  /**
   * Merges several writes; the outcomes stand in the order of the batch.
   *
   * @throws RejectedException before anything is written, if the batch is above a limit or the
   *     store has no atomic batches
   * @throws StoreUnavailableException if nothing was written
   * @throws OutcomeUnknownException if some writes may have happened; repeating the batch is safe
   */
  List<MergeOutcome> mergeAll(Batch batch);

  /** The entries that the request asks for, in key order. The caller closes the cursor. */
  EntryCursor list(ListRequest request);

  /**
   * The current position: a feed from it delivers all that is committed from now on, and what was
   * acknowledged before is not needed from it.
   */
  Mark head();

  /** The changes that the request asks for. The caller closes the feed. */
  Feed feed(FeedRequest request);

  /**
   * Forgets what is held of keys, values and tombstones alike, where it is not newer than said.
   * Each key is atomic on its own; repeating is safe.
   *
   * @return how many entries were forgotten
   */
  int purge(Collection<Purge> purges);

  /** Releases everything the store holds. May be repeated. */
  @Override
  void close();
}
