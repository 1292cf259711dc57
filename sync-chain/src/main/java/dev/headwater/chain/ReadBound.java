package dev.headwater.chain;

import dev.headwater.store.Stamp;
import java.time.Duration;
import java.util.Optional;

/**
 * Which answers a reader takes. Immutable.
 *
 * @param source who is to be asked
 * @param atLeast what the answer's stamp must not be below; given exactly for {@link
 *     Source#AT_LEAST}
 * @param stale for how long the answer may have been out of date, when nothing better can be had;
 *     by default as long as the {@linkplain ChainStoreBuilder#serveStaleFor chain} allows to {@link
 *     #anyLayer} and not at all to others. Expired values are answers only where this is given
 */
public record ReadBound(Source source, Optional<Stamp> atLeast, Optional<Duration> stale) {

  private static final ReadBound ANY_LAYER =
      new ReadBound(Source.ANY_LAYER, Optional.empty(), Optional.empty());
  private static final ReadBound AUTHORITY =
      new ReadBound(Source.AUTHORITY, Optional.empty(), Optional.empty());

  /** Who is to be asked. */
  public enum Source {
    /** The layers from the top, until one has an answer. */
    ANY_LAYER,
    /** The authority alone. */
    AUTHORITY,
    /** The layers from the top, until one has an answer that is new enough. */
    AT_LEAST
  }

  public ReadBound {
    if (atLeast.isPresent() != (source == Source.AT_LEAST)) {
      throw new IllegalArgumentException(
          "%s with%s a stamp".formatted(source, atLeast.isPresent() ? "" : "out"));
    }
    stale
        .filter(Duration::isNegative)
        .ifPresent(
            negative -> {
              throw new IllegalArgumentException("stale is negative: " + negative);
            });
  }

  /** Whichever layer answers first: what a plain read does. */
  public static ReadBound anyLayer() {
    return ANY_LAYER;
  }

  /**
   * What the authority holds when it is asked. Own writes that it has not decided yet are not in
   * the answer.
   */
  public static ReadBound authority() {
    return AUTHORITY;
  }

  /** An entry of this stamp or a later one; a receipt has the stamp of a write. */
  public static ReadBound atLeast(Stamp stamp) {
    return new ReadBound(Source.AT_LEAST, Optional.of(stamp), Optional.empty());
  }

  /**
   * This bound, and if no layer meets it, a copy that has not been out of date for longer than
   * this: since the chain last followed the authority, or since it expired. The answer is marked.
   */
  public ReadBound orStale(Duration newStale) {
    return new ReadBound(source, atLeast, Optional.of(newStale));
  }
}
