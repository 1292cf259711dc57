package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a reader gets: the answer of the layers, a copy that may be out of date and is
 * marked so, or the error. A copy that is served is not thereby believed: it is kept nowhere, but
 * nothing older is served after it.
 */
final class Serving {

  private final ChainShape shape;
  private final MemoryLayers memory;
  private final LocalCopies copies;
  private final Pending pending;
  private final Attachment attachment;
  private final @Nullable LayerGuard authority;
  private final Duration serveStaleFor;
  private final InstantSource time;
  private final ChainListener listener;

  /**
   * @param authority watches the authority's calls; {@code null} if it is local
   */
  Serving(
      ChainShape shape,
      MemoryLayers memory,
      LocalCopies copies,
      Pending pending,
      Attachment attachment,
      @Nullable LayerGuard authority,
      ChainSettings settings) {
    this.shape = shape;
    this.memory = memory;
    this.copies = copies;
    this.pending = pending;
    this.attachment = attachment;
    this.authority = authority;
    this.serveStaleFor = settings.serveStaleFor();
    this.time = settings.time();
    this.listener = settings.listener();
  }

  /** What the layers are asked for on behalf of a reader who has this copy, or none. */
  Walk.Terms terms(ReadBound bound, Walk.@Nullable Copy own) {
    boolean takesCopies = isAllowed(bound);
    return switch (bound.source()) {
      case ANY_LAYER -> new Walk.Terms(trust(), null, own, takesCopies);
      case AUTHORITY ->
          takesCopies
              ? new Walk.Terms(Walk.Trust.AUTHORITY, null, own, true)
              : new Walk.Terms(Walk.Trust.AUTHORITY_ALONE, null, null, false);
      case AT_LEAST -> new Walk.Terms(trust(), bound.atLeast().orElseThrow(), own, takesCopies);
    };
  }

  private Walk.Trust trust() {
    return attachment.isDetached() ? Walk.Trust.AUTHORITY : Walk.Trust.COPIES;
  }

  /** The answer that a copy in memory is, if no layer needs to be asked; else {@code null}. */
  @Nullable Answer atOnce(Walk.Copy own, ReadBound bound) {
    Entry entry = own.entry();
    if (!attachment.isDetached()) {
      return Answer.current(entry, name(own));
    }
    if (entry.equals(pending.newest(entry.key()))) {
      return Answer.current(entry, Answer.OUTBOX);
    }
    boolean inVain = authority != null && authority.isLeftAlone();
    return inVain && isAllowed(bound) ? stale(own) : null;
  }

  /** A copy that is new enough for its reader, whether or not it can be confirmed. */
  Answer asItIs(Walk.Copy own) {
    return attachment.isDetached() ? stale(own) : Answer.current(own.entry(), name(own));
  }

  /** Whether a copy may be served now that can't be confirmed. */
  private boolean isAllowed(ReadBound bound) {
    Duration allowed = allowed(bound);
    return allowed != null && attachment.detachedMillis() <= allowed.toMillis();
  }

  private @Nullable Duration allowed(ReadBound bound) {
    boolean plain = bound.source() == ReadBound.Source.ANY_LAYER;
    return bound.stale().orElse(plain ? serveStaleFor : null);
  }

  /**
   * What the reader gets.
   *
   * @param own a copy that the reader had before the layers were asked
   * @throws StoreException if there is no answer, and no copy that may be served
   */
  Answer serve(Key key, Walk.@Nullable Copy own, Walk.Result result, ReadBound bound) {
    Answer answer = result.answer();
    if (answer != null) {
      return answer.isStale() ? told(key, answer) : answer;
    }
    StoreException error = result.failure();
    Walk.Copy copy = newest(key, own, result.fallback());
    if (copy != null && isAllowed(bound)) {
      return stale(copy);
    }
    Walk.Copy expired = copy == null ? expired(key, bound) : null;
    if (expired != null) {
      return stale(expired);
    }
    throw copy == null || allowed(bound) == null ? error : tooStale(error, copy, bound);
  }

  /* What was seen since the copies were found counts, too: then memory has it, or nobody. */
  private Walk.@Nullable Copy newest(
      Key key, Walk.@Nullable Copy own, Walk.@Nullable Copy fallback) {
    Walk.Copy newest = own;
    if (newest == null
        || (fallback != null && fallback.entry().stamp().isAfter(newest.entry().stamp()))) {
      newest = fallback;
    }
    return newest != null && copies.doubts(key, newest.entry().stamp())
        ? memory.find(key, 0)
        : newest;
  }

  private Walk.@Nullable Copy expired(Key key, ReadBound bound) {
    if (bound.stale().isEmpty() || !isAllowed(bound)) {
      return null;
    }
    Walk.Copy held = copies.expired(key);
    return held != null
            && time.millis() - held.entry().expiresAtMillis() <= bound.stale().get().toMillis()
        ? held
        : null;
  }

  private Answer stale(Walk.Copy copy) {
    return told(copy.entry().key(), Answer.stale(copy.entry(), name(copy)));
  }

  private Answer told(Key key, Answer answer) {
    Entry entry = answer.entry();
    if (entry != null) {
      copies.served(entry);
    }
    listener.servedStale(key);
    return answer;
  }

  private StoreException tooStale(StoreException error, Walk.Copy copy, ReadBound bound) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return new StoreUnavailableException(
        error.subject(),
        "the copy in layer '%s' may be out of date for %s, longer than the %s allowed, and could not be confirmed: %s"
            .formatted(
                name(copy),
                Duration.ofMillis(attachment.detachedMillis()),
                allowed(bound),
                cause.getMessage()),
        error);
  }

  private String name(Walk.Copy copy) {
    return shape.layers().get(copy.layer()).name();
  }
}
