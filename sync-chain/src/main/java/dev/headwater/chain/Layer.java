package dev.headwater.chain;

import dev.headwater.filter.FilteredStore;
import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.time.Duration;
import java.util.Optional;

/**
 * A store's place in a chain. Immutable; the methods that change a setting return a new layer.
 *
 * @param name what events, receipts and errors call the layer; unique within its chain
 * @param store the store, which the chain closes when it is closed
 * @param role whether the store is complete or may forget
 * @param writeMode whether, and when, the chain writes to it
 * @param deadline how long one call may take; by default as long as the store itself says
 * @param softDeadline how long a reader waits for the layer where something else can answer; by
 *     default 250 ms, as long as the layer is slow or failing
 * @param failuresToOpen after how many failed calls in a row the layer is left alone for a while
 * @param filter which keys are the layer's business
 */
public record Layer(
    String name,
    Store store,
    Role role,
    WriteMode writeMode,
    Optional<Duration> deadline,
    Optional<Duration> softDeadline,
    int failuresToOpen,
    KeyFilter filter) {

  private static final int DEFAULT_FAILURES_TO_OPEN = 5;
  private static final long DEFAULT_SOFT_DEADLINE_MILLIS = 250;

  /** What a layer's store is to the chain. */
  public enum Role {
    /** It may forget, so its absence of a key says nothing. */
    CACHE,
    /** It is complete: what it does not hold does not exist in it. */
    STORE
  }

  /** Whether, and when, a chain writes to a layer. */
  public enum WriteMode {
    /** Every write is made to the layer before it is acknowledged. */
    THROUGH,
    /** Writes go to the layer through the outbox, after they were acknowledged. */
    BEHIND,
    /** The chain only reads the layer: no writes, no backfills. */
    READ_ONLY
  }

  /** A layer that may forget. */
  public static Layer cache(String name, Store store) {
    return of(name, store, Role.CACHE);
  }

  /** A complete layer. The topmost one of a chain is its authority. */
  public static Layer store(String name, Store store) {
    return of(name, store, Role.STORE);
  }

  private static Layer of(String name, Store store, Role role) {
    return new Layer(
        name,
        store,
        role,
        WriteMode.THROUGH,
        Optional.empty(),
        Optional.empty(),
        DEFAULT_FAILURES_TO_OPEN,
        KeyFilter.all());
  }

  /** This layer, never written. */
  public Layer readOnly() {
    return new Layer(
        name, store, role, WriteMode.READ_ONLY, deadline, softDeadline, failuresToOpen, filter);
  }

  /**
   * This layer, written through the outbox alone: whoever writes does not wait for it. A chain
   * whose authority is written behind {@linkplain Acknowledgement#LOCAL acknowledges} writes before
   * the authority has decided them.
   */
  public Layer behind() {
    return new Layer(
        name, store, role, WriteMode.BEHIND, deadline, softDeadline, failuresToOpen, filter);
  }

  /**
   * This layer with a shorter deadline than its store's own. Calls then run on the chain's
   * executor, which costs a change of threads; a store that keeps a short deadline itself is
   * faster.
   */
  public Layer deadline(Duration newDeadline) {
    return new Layer(
        name,
        store,
        role,
        writeMode,
        Optional.of(newDeadline),
        softDeadline,
        failuresToOpen,
        filter);
  }

  /**
   * This layer, for which a reader waits no longer than this where something else can answer: the
   * layers below a cache, or a copy that may be served in place of what the authority holds. The
   * call goes on, and an answer of the authority is kept. Unlike the default, a deadline that is
   * set holds for every call, which then costs a change of threads.
   */
  public Layer softDeadline(Duration newSoftDeadline) {
    return new Layer(
        name,
        store,
        role,
        writeMode,
        deadline,
        Optional.of(newSoftDeadline),
        failuresToOpen,
        filter);
  }

  /** This layer, left alone for a while after this many failed calls in a row. */
  public Layer failuresToOpen(int newFailuresToOpen) {
    return new Layer(
        name, store, role, writeMode, deadline, softDeadline, newFailuresToOpen, filter);
  }

  /**
   * This layer, for the keys alone that pass the filter. The others are none of its business: they
   * are not read from it, not written to it, and nobody waits for it because of them. An authority
   * refuses to have them written.
   */
  public Layer filter(KeyFilter newFilter) {
    return new Layer(
        name, store, role, writeMode, deadline, softDeadline, failuresToOpen, newFilter);
  }

  /** Whether the key is the layer's business. */
  boolean admits(Key key) {
    return filter.admits(key);
  }

  /** This layer, with a store that itself has no keys but those that pass the filter. */
  Layer restricted() {
    return filter.isAll()
        ? this
        : new Layer(
            name,
            new FilteredStore(store, filter),
            role,
            writeMode,
            deadline,
            softDeadline,
            failuresToOpen,
            filter);
  }

  /** How long one call may take. */
  long deadlineMillis() {
    long own = store.capabilities().limits().timeoutMillis();
    return deadline.map(Duration::toMillis).map(set -> Math.min(set, own)).orElse(own);
  }

  /** How long a reader that has another way waits. */
  long softDeadlineMillis() {
    return Math.min(
        deadlineMillis(),
        softDeadline.map(Duration::toMillis).orElse(DEFAULT_SOFT_DEADLINE_MILLIS));
  }

  /** Whether its store is in the memory of this process. */
  public boolean isLocal() {
    return store.capabilities().has(Capability.LOCAL);
  }

  /** Whether the chain writes to it. */
  public boolean isWritten() {
    return writeMode != WriteMode.READ_ONLY;
  }

  boolean isBehind() {
    return writeMode == WriteMode.BEHIND;
  }
}
