package dev.headwater.chain;

import dev.headwater.chain.ChainListener.BreakerState;
import dev.headwater.chain.outbox.LayerStatus;
import dev.headwater.chain.outbox.Outbox;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the parts of a chain and says how it is. Thread-safe. */
final class Health {

  /** A write that waits longer than this means that its layer is behind. */
  static final Duration SOON = Duration.ofMinutes(1);

  /** An outbox that is fuller than this is a matter of concern. */
  static final double MUCH = 0.5;

  /** For how long a failed call counts if none was made since, and the feed works. */
  static final long FRESH_MILLIS = 60_000;

  private final ChainShape shape;
  private final List<Store> stores;
  private final Map<Integer, FeedWatch> watches;
  private final Attachment attachment;
  private final Outbox outbox;
  private final boolean takesLocally;

  /**
   * @param stores the layers' stores as they are called, in the order of the layers
   * @param watches those who watch the layers' feeds, by the layers' indexes
   */
  Health(
      ChainShape shape,
      List<Store> stores,
      Map<Integer, FeedWatch> watches,
      Attachment attachment,
      Outbox outbox,
      ChainSettings settings) {
    this.shape = shape;
    this.stores = List.copyOf(stores);
    this.watches = Map.copyOf(watches);
    this.attachment = attachment;
    this.outbox = outbox;
    this.takesLocally = settings.acknowledgement() == Acknowledgement.LOCAL;
  }

  ChainHealth now() {
    List<LayerStatus> owed = outbox.status();
    List<LayerHealth> layers = new ArrayList<>();
    for (int layer = 0; layer < stores.size(); layer++) {
      layers.add(layer(layer, owed));
    }
    Optional<Duration> staleFor =
        attachment.isDetached()
            ? Optional.of(Duration.ofMillis(attachment.detachedMillis()))
            : Optional.empty();
    ChainHealth parts =
        new ChainHealth(
            ChainHealth.State.UP, staleFor, outbox.fill(), outbox.journalFailure(), layers);
    return new ChainHealth(
        state(parts), staleFor, parts.outboxFill(), parts.journalFailure(), layers);
  }

  // --- the whole ---

  private ChainHealth.State state(ChainHealth parts) {
    LayerHealth authority = parts.layers().get(shape.authorityIndex());
    boolean accepts = takesLocally && parts.journalFailure().isEmpty() && parts.outboxFill() < 1;
    if (authority.state() == LayerHealth.State.AWAY && !accepts) {
      return ChainHealth.State.DOWN;
    }
    boolean well =
        parts.staleFor().isEmpty()
            && parts.outboxFill() <= MUCH
            && parts.journalFailure().isEmpty()
            && parts.layers().stream().allMatch(Health::isWell);
    return well ? ChainHealth.State.UP : ChainHealth.State.DEGRADED;
  }

  private static boolean isWell(LayerHealth layer) {
    return layer.state() == LayerHealth.State.UP
        && layer.feed() != LayerHealth.FeedState.LOST
        && layer.owed().stream().noneMatch(Health::isBehind);
  }

  private static boolean isBehind(LayerStatus owed) {
    return owed.failures() > 0 || owed.deadLetters() > 0 || owed.oldest().compareTo(SOON) > 0;
  }

  // --- a layer ---

  private LayerHealth layer(int index, List<LayerStatus> owed) {
    Layer layer = shape.layers().get(index);
    LayerGuard guard = stores.get(index) instanceof GuardedStore guarded ? guarded.guard() : null;
    FeedWatch watch = watches.get(index);
    FeedWatch.State feed = watch == null ? null : watch.state();
    Throwable error = error(guard, feed);
    return new LayerHealth(
        layer.name(),
        layer.role(),
        layer.writeMode(),
        state(guard, error),
        guard != null && guard.breaker().isOpen() ? BreakerState.OPEN : BreakerState.CLOSED,
        feedState(feed),
        Optional.ofNullable(feed).map(known -> Instant.ofEpochMilli(known.sinceMillis())),
        Optional.ofNullable(error).map(Health::text),
        owed.stream().filter(one -> one.layer().equals(layer.name())).findFirst());
  }

  private static LayerHealth.State state(@Nullable LayerGuard guard, @Nullable Throwable error) {
    if (error != null) {
      return LayerHealth.State.AWAY;
    }
    return guard != null && guard.pace().isSlow() ? LayerHealth.State.SLOW : LayerHealth.State.UP;
  }

  private static LayerHealth.FeedState feedState(FeedWatch.@Nullable State feed) {
    return feed == null
        ? LayerHealth.FeedState.NONE
        : switch (feed.phase()) {
          case OPENING -> LayerHealth.FeedState.OPENING;
          case FOLLOWED -> LayerHealth.FeedState.FOLLOWED;
          case LOST -> LayerHealth.FeedState.LOST;
        };
  }

  private static String text(Throwable error) {
    return error instanceof StoreException told
        ? String.valueOf(told.getMessage())
        : error.toString();
  }

  /* What is newest counts: the last call, or the feed. */
  private static @Nullable Throwable error(
      @Nullable LayerGuard guard, FeedWatch.@Nullable State feed) {
    LayerGuard.Failure failure = guard == null ? null : guard.failure();
    if (failure != null) {
      return feed != null && isOver(failure, feed) ? null : failure.error();
    }
    if (feed == null || feed.phase() != FeedWatch.Phase.LOST) {
      return null;
    }
    boolean answers = guard != null && guard.pace().endedMillis() > feed.sinceMillis();
    return answers ? null : feed.error();
  }

  /* Nobody may call the layer for a long time, or none but who has no need of it. */
  private static boolean isOver(LayerGuard.Failure failure, FeedWatch.State feed) {
    return feed.phase() == FeedWatch.Phase.FOLLOWED
        && (feed.sinceMillis() > failure.atMillis()
            || feed.heardMillis() > failure.atMillis() + FRESH_MILLIS);
  }
}
