package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the layers answered about one key, from the top down, and what follows from it. Decides;
 * asks nobody. Used by one thread.
 *
 * <p>The walk ends at the first entry, value or tombstone, that can be believed. <b>An error is not
 * a miss</b>: a complete store that could not be asked might hold the key, or a newer entry of it,
 * so whatever is found below it is not the answer. A cache that could not be asked makes no
 * difference once the authority has answered.
 *
 * <p>A layer below the authority whose contents the authority was given, as {@link Replicas} knows,
 * is no unknown where the authority has nothing: what that layer held when it was followed last is
 * known. The absence is as fresh as the values that the authority answers with without asking it.
 */
final class Walk {

  private final Key key;
  private final ChainShape shape;
  private final LocalCopies.Ticket ticket;
  private final Terms terms;
  private final List<Replicas.Cover> covers;
  private final List<Unknown> unknown = new ArrayList<>(0);
  private @Nullable Entry found;
  private int foundAt = -1;
  private boolean undecided;
  private boolean mayBeOwn; // what this process has written and is pending may be the answer
  private int lackedTo = -1; // the lowest layer that said that it has no live entry
  private boolean lacking; // the authority is one of them
  private boolean contradicted; // a layer below one that could not be asked has an entry
  private boolean absent;
  private @Nullable StoreException older; // what the authority holds is not to be believed
  private @Nullable Copy fallback;

  /**
   * @param ticket what was known of the key before the first layer was asked
   * @param covers the layers below the authority for which it could speak then
   */
  Walk(
      Key key,
      ChainShape shape,
      LocalCopies.Ticket ticket,
      Terms terms,
      List<Replicas.Cover> covers) {
    this.key = key;
    this.shape = shape;
    this.ticket = ticket;
    this.terms = terms;
    this.covers = covers;
    this.fallback = terms.own();
  }

  /** Why it is not known what a layer holds. */
  private record Unknown(int layer, StoreException error) {}

  /**
   * What a walk looks for.
   *
   * @param trust whether a cache's copy is an answer
   * @param atLeast the stamp below which an entry is no answer; {@code null} for none
   * @param own a copy that the reader has already, in case that nothing better is found
   * @param takesCopies whether the reader takes a copy that can't be confirmed
   */
  record Terms(Trust trust, @Nullable Stamp atLeast, @Nullable Copy own, boolean takesCopies) {

    /** Whether the reader can be answered if nobody is asked any more. */
    boolean isServed() {
      return own != null && takesCopies;
    }
  }

  /** Whether a cache's copy is an answer. */
  enum Trust {
    /** It is: the chain hears of all changes. */
    COPIES,
    /** Only as long as the authority can't be asked, and marked: changes may have been missed. */
    AUTHORITY,
    /** Nobody else is asked. */
    AUTHORITY_ALONE
  }

  /** An entry and the index of the layer that holds it. */
  record Copy(Entry entry, int layer) {}

  /**
   * What a walk came to.
   *
   * @param answer the answer, or {@code null} if there is none
   * @param error why there is none, or {@code null}
   * @param fallback what can be served instead, marked as stale; {@code null} for nothing
   */
  record Result(@Nullable Answer answer, @Nullable StoreException error, @Nullable Copy fallback) {

    static Result of(Answer answer) {
      return new Result(answer, null, null);
    }

    /** Why there is no answer. */
    StoreException failure() {
      return Objects.requireNonNull(error, "there is an answer");
    }
  }

  Key key() {
    return key;
  }

  LocalCopies.Ticket ticket() {
    return ticket;
  }

  /** The copy that the reader had before. */
  @Nullable Copy own() {
    return terms.own();
  }

  /** The same question, for an answer that comes too late for this walk. */
  Walk again() {
    return new Walk(key, shape, ticket, terms, covers);
  }

  boolean isOver() {
    return found != null
        || (terms.atLeast() == null && !unknown.isEmpty() && coversOfAbsence().isEmpty());
  }

  /** Whether the layer is to be asked. */
  boolean wants(int layer) {
    if (isOver()) {
      return false;
    }
    return switch (terms.trust()) {
      case COPIES -> true;
      case AUTHORITY ->
          layer >= shape.authorityIndex()
              || terms.atLeast() != null
              || (fallback == null && terms.takesCopies());
      case AUTHORITY_ALONE -> layer == shape.authorityIndex();
    };
  }

  /** Whether the reader can be answered even if this layer does not answer. */
  boolean hasOtherWay(int layer) {
    return layer < shape.authorityIndex()
        || (layer == shape.authorityIndex()
            && fallback != null
            && terms.takesCopies()
            && terms.atLeast() == null);
  }

  /** Whether a cache that was not waited for could still make a difference. */
  boolean isWithoutAnswer() {
    boolean mayBe = !unknown.isEmpty() || older != null || terms.atLeast() != null;
    return found == null && mayBe && fallback == null;
  }

  /** The layer holds this entry, which is believed. */
  void hit(int layer, Entry entry) {
    if (isBelowUnknown(layer)) {
      contradicted = true;
    } else if (terms.atLeast() != null && terms.atLeast().isAfter(entry.stamp())) {
      fallBack(layer, entry);
    } else if (layer < shape.authorityIndex()
        && terms.trust() != Trust.COPIES
        && terms.atLeast() == null) {
      fallBack(layer, entry);
    } else {
      found = entry;
      foundAt = layer;
    }
  }

  /* Only an absence may still be known then: what could not be asked may hold something newer. */
  private boolean isBelowUnknown(int layer) {
    return layer > shape.authorityIndex() && terms.atLeast() == null && !unknown.isEmpty();
  }

  private void fallBack(int layer, Entry entry) {
    if (fallback == null || entry.stamp().isAfter(fallback.entry().stamp())) {
      fallback = new Copy(entry, layer);
    }
  }

  /** An own write is pending, and is the answer if it is new enough. */
  void undecided(Entry entry) {
    if (terms.atLeast() == null || !terms.atLeast().isAfter(entry.stamp())) {
      found = entry;
      undecided = true;
    }
  }

  /** From now on an own write that is pending may be the answer. */
  void mayBeOwn() {
    mayBeOwn = true;
  }

  boolean isOwnAllowed() {
    return mayBeOwn;
  }

  /** Whether the answer is an own write that is pending. */
  boolean isUndecided() {
    return undecided;
  }

  /** The layer has no live entry. */
  void lacks(int layer) {
    lackedTo = Math.max(lackedTo, layer);
    lacking |= layer == shape.authorityIndex();
  }

  /** Whether an absence is that of all layers, and not just of the authority. */
  boolean isWhole() {
    int lowest = shape.layers().size() - 1;
    while (lowest >= 0 && !shape.layers().get(lowest).admits(key)) {
      lowest--;
    }
    return absent || lowest <= lackedTo;
  }

  /** The layer could not be asked, or holds what is no record. */
  void failed(int layer, StoreException error) {
    if (shape.layers().get(layer).role() == Layer.Role.STORE) {
      unknown.add(new Unknown(layer, error));
    }
  }

  /**
   * The authority holds an entry that is older than what this chain has seen: it lost data, answers
   * from an old copy, or was not given yet what was seen below. A layer below may have that still.
   */
  void wentBack(int layer, Entry entry, Stamp floor) {
    String name = shape.layers().get(layer).name();
    older =
        new StoreUnavailableException(
            subject(),
            "layer '%s' holds an entry stamped %s, older than %s, which was read or written before;"
                    .formatted(name, entry.stamp(), floor)
                + " it may have failed over or been restored: check it, then write the key again");
  }

  /**
   * A complete layer above the entry that was found, which answered that it has no live one, holds
   * this entry after all: expired, or come meanwhile. What is newer counts.
   */
  void holds(int layer, Entry held, long nowMillis) {
    if (found != null && EntryOrder.supersedes(held, found)) {
      nothingFound();
      if (!held.isExpiredAt(nowMillis)) {
        hit(layer, held);
      }
    }
  }

  /** It is not known whether a complete layer holds something newer than what was found below. */
  void inDoubt(int layer, StoreException error) {
    nothingFound();
    failed(layer, error);
  }

  /**
   * Those of the layers that could not be asked, if the authority has no live entry and speaks for
   * all of them, so that the key is absent if it still does; empty if that can't be. A copy that
   * may be served in place of what is not known comes first.
   */
  List<Replicas.Cover> coversOfAbsence() {
    boolean possible =
        lacking && found == null && fallback == null && terms.atLeast() == null && !contradicted;
    if (!possible) {
      return List.of();
    }
    List<Replicas.Cover> needed = new ArrayList<>(unknown.size());
    for (Unknown one : unknown) {
      Replicas.Cover cover = cover(one.layer());
      if (cover == null || !(one.error() instanceof StoreUnavailableException)) {
        return List.of();
      }
      needed.add(cover);
    }
    return needed;
  }

  private Replicas.@Nullable Cover cover(int layer) {
    for (Replicas.Cover cover : covers) {
      if (cover.replica().place() == layer) {
        return cover;
      }
    }
    return null;
  }

  /** The authority speaks for {@link #coversOfAbsence} still. */
  void concludeAbsent() {
    absent = true;
  }

  private void nothingFound() {
    found = null;
    foundAt = -1;
  }

  /**
   * What was found below the authority, which has answered, and has nothing or something older;
   * {@code null} if nothing was.
   */
  @Nullable Entry foundBelow() {
    return foundAt > shape.authorityIndex() && (lacking || older != null) ? found : null;
  }

  /** The layer where the entry was found; -1 if nowhere. */
  int foundAt() {
    return foundAt;
  }

  Result result() {
    if (found != null) {
      return Result.of(answer(found));
    }
    StoreException why = older != null || unknown.isEmpty() ? older : unknown.get(0).error();
    if (why != null && !absent) {
      return new Result(null, error(why), fallback);
    }
    if (terms.atLeast() != null) {
      return new Result(null, tooOld(terms.atLeast()), fallback);
    }
    return Result.of(Answer.current(null, shape.authority().name()));
  }

  private Answer answer(Entry entry) {
    if (undecided) {
      return Answer.current(entry, Answer.OUTBOX);
    }
    String layer = shape.layers().get(foundAt).name();
    boolean current = terms.trust() == Trust.COPIES || foundAt >= shape.authorityIndex();
    return current ? Answer.current(entry, layer) : Answer.stale(entry, layer);
  }

  private StoreException error(StoreException error) {
    if (error instanceof CorruptEntryException) {
      return error;
    }
    String what =
        terms.atLeast() == null
            ? "it is not known what the key holds: "
            : "no layer that could be asked holds an entry stamped %s or later: "
                .formatted(terms.atLeast());
    return new StoreUnavailableException(subject(), what + error.getMessage(), error);
  }

  private StoreException tooOld(Stamp atLeast) {
    Copy held = fallback;
    return new StoreUnavailableException(
        subject(),
        "no layer holds an entry stamped %s or later; %s"
            .formatted(
                atLeast,
                held == null
                    ? "all were asked and none holds the key"
                    : "the newest, in layer '%s', is stamped %s"
                        .formatted(shape.layers().get(held.layer()).name(), held.entry().stamp())));
  }

  private Subject subject() {
    return new Subject(shape.name(), "read", key);
  }
}
