package dev.headwater.chain;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Composes a chain from the top down and checks it. Used by one thread, once.
 *
 * <p>Without any setting a chain is protected: one load per key at a time, absences remembered for
 * 1 s, copies served and marked for 1 h while the authority is away, all copies compared with it
 * every 10 min, entries refreshed in the last tenth of their lifetime, layers not waited for beyond
 * 250 ms where another one can answer and once they were slow, and left alone for a while after 5
 * failures in a row.
 */
public final class ChainStoreBuilder {

  private static final Duration DEFAULT_ABSENCE = Duration.ofSeconds(1);
  private static final int DEFAULT_REMEMBERED_KEYS = 1 << 17;
  private static final Duration DEFAULT_SERVE_STALE = Duration.ofHours(1);
  private static final Duration DEFAULT_CONFIRM_COPIES = Duration.ofMinutes(10);

  private final List<Layer> layers = new ArrayList<>();
  private @Nullable String name;
  private @Nullable Background background;
  private InstantSource time = InstantSource.system();
  private RandomGenerator random = RandomGenerator.getDefault();
  private ChainListener listener = ChainListener.NONE;
  private Duration absence = DEFAULT_ABSENCE;
  private int rememberedKeys = DEFAULT_REMEMBERED_KEYS;
  private Duration serveStaleFor = DEFAULT_SERVE_STALE;
  private Duration confirmCopiesEvery = DEFAULT_CONFIRM_COPIES;
  private OutboxConfig outbox = OutboxConfig.inMemory();
  private @Nullable Acknowledgement acknowledgement;
  private Set<String> encodings = Set.of();
  private @Nullable Outlook outlook;

  ChainStoreBuilder() {}

  /** What errors and reports call the chain; by default {@code chain(...)} with its layers. */
  public ChainStoreBuilder name(String newName) {
    name = newName;
    return this;
  }

  /** Adds a layer below those added before. */
  public ChainStoreBuilder layer(Layer layer) {
    layers.add(layer);
    return this;
  }

  /** Adds a {@linkplain Layer#cache cache}. */
  public ChainStoreBuilder cache(String name, Store store) {
    return layer(Layer.cache(name, store));
  }

  /** Adds a {@linkplain Layer#store complete store}. */
  public ChainStoreBuilder store(String name, Store store) {
    return layer(Layer.store(name, store));
  }

  /** Who hears what happens in the chain. */
  public ChainStoreBuilder listener(ChainListener newListener) {
    listener = newListener;
    return this;
  }

  /** Who runs background work; the caller closes it. By default the chain has daemon threads. */
  public ChainStoreBuilder background(Background newBackground) {
    background = newBackground;
    return this;
  }

  /** The wall clock; the system's by default. */
  public ChainStoreBuilder time(InstantSource newTime) {
    time = newTime;
    return this;
  }

  /** Where the jitter of pauses comes from. */
  public ChainStoreBuilder random(RandomGenerator newRandom) {
    random = newRandom;
    return this;
  }

  /** For how long an absence is remembered; zero to ask the layers every time. 1 s by default. */
  public ChainStoreBuilder rememberAbsenceFor(Duration newAbsence) {
    absence = newAbsence;
    return this;
  }

  /**
   * Of about how many keys the chain remembers the last stamp it has seen, at 24 bytes each, so
   * that it can believe a cache's copy. Of other keys it believes only the authority, unless a copy
   * is newer than all that was forgotten. 131,072 by default.
   */
  public ChainStoreBuilder rememberedKeys(int newRememberedKeys) {
    rememberedKeys = newRememberedKeys;
    return this;
  }

  /** The encodings that values may have that are written; any by default. */
  public ChainStoreBuilder encodings(Collection<String> newEncodings) {
    encodings = Set.copyOf(newEncodings);
    return this;
  }

  /**
   * For how long copies are served while the chain can neither follow the authority's feed nor ask
   * the authority, so that they may be out of date; {@link ChainStore#lookup} marks them. Counted
   * from when the feed was last heard of. After that, reads fail and name the layer. Zero: not at
   * all. 1 h by default.
   */
  public ChainStoreBuilder serveStaleFor(Duration newServeStaleFor) {
    serveStaleFor = newServeStaleFor;
    return this;
  }

  /**
   * How often each copy, in memory and in the caches above the authority, is compared with what the
   * authority holds, in the background: a change that no feed told of, or that a process did not
   * live to bring up, does not stay unseen. At most 2,000 copies of memory and 500 of another cache
   * are compared in a second, so more of them take longer. Zero: never. 10 min by default.
   */
  public ChainStoreBuilder confirmCopiesEvery(Duration newConfirmCopiesEvery) {
    confirmCopiesEvery = newConfirmCopiesEvery;
    return this;
  }

  /** How much the outbox holds and where; in memory by default. The chain closes its journal. */
  public ChainStoreBuilder outbox(OutboxConfig newOutbox) {
    outbox = newOutbox;
    return this;
  }

  /**
   * What writes wait for, where a {@linkplain ChainStore#acknowledging view} does not say it. By
   * default the authority, or, where it is written {@linkplain Layer#behind behind}, the outbox.
   */
  public ChainStoreBuilder acknowledge(Acknowledgement newAcknowledgement) {
    acknowledgement = newAcknowledgement;
    return this;
  }

  /** The chain is another's, and looked at from outside. */
  ChainStoreBuilder outlook(Outlook newOutlook) {
    outlook = newOutlook;
    return this;
  }

  /**
   * The chain. No layer is asked yet, so that one that is dead now can come later.
   *
   * @throws IllegalArgumentException if the layers make no chain, or a setting is out of range; the
   *     message names the layer and the setting
   */
  public ChainStore build() {
    requireNotNegative(absence, "rememberAbsenceFor");
    requireNotNegative(serveStaleFor, "serveStaleFor");
    requireNotNegative(confirmCopiesEvery, "confirmCopiesEvery");
    if (rememberedKeys < 1 || rememberedKeys > 1 << 26) {
      throw new IllegalArgumentException("rememberedKeys is not in 1..2^26: " + rememberedKeys);
    }
    ChainShape unnamed = ChainShape.of(layers);
    ChainShape shape = name == null ? unnamed : unnamed.named(name);
    ChainSettings settings =
        new ChainSettings(
            time,
            random,
            listener,
            absence,
            rememberedKeys,
            serveStaleFor,
            confirmCopiesEvery,
            outbox,
            acknowledgement(shape),
            encodings,
            Optional.ofNullable(outlook));
    if (background != null) {
      return new ChainStore(shape, settings, background, () -> {});
    }
    Background own = Background.daemon("headwater-chain");
    return new ChainStore(shape, settings, own, own::close);
  }

  private static void requireNotNegative(Duration duration, String setting) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(setting + " is negative: " + duration);
    }
  }

  private Acknowledgement acknowledgement(ChainShape shape) {
    if (acknowledgement != null) {
      return acknowledgement;
    }
    return shape.authority().isBehind() ? Acknowledgement.LOCAL : Acknowledgement.AUTHORITY;
  }
}
