package dev.headwater.cli.chain;

import dev.headwater.chain.Layer;
import dev.headwater.cli.output.Amounts;
import dev.headwater.filter.FilteredStore;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import dev.headwater.store.github.GithubStore;
import dev.headwater.store.github.LeftAlone;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What one layer answered when it was asked just now.
 *
 * @param took how long its answer took; empty if there was none
 * @param answer why it did not answer; empty if it did
 * @param feed why its changes can't be followed; empty if they can, or if it did not answer
 * @param leftAlone what people committed to it and is no entry
 */
record Probe(
    Optional<Duration> took,
    Optional<String> answer,
    Optional<String> feed,
    List<LeftAlone> leftAlone) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  boolean answered() {
    return answer.isEmpty();
  }

  boolean isFollowable() {
    return answered() && feed.isEmpty();
  }

  /** Begins to ask the layer. */
  static CompletableFuture<Probe> start(Layer layer, Background background, InstantSource time) {
    return CompletableFuture.supplyAsync(() -> ask(layer, time), background.executor());
  }

  private static Probe ask(Layer layer, InstantSource time) {
    long began = time.millis();
    Mark head;
    try {
      head = layer.store().head();
    } catch (RuntimeException e) {
      return unanswered(String.valueOf(e.getMessage()));
    }
    Optional<Duration> took = Optional.of(Duration.ofMillis(time.millis() - began));
    try (Feed feed = layer.store().feed(FeedRequest.after(head))) {
      feed.poll(Duration.ZERO);
      return new Probe(took, Optional.empty(), Optional.empty(), leftAlone(layer.store()));
    } catch (RuntimeException e) {
      String why = String.valueOf(e.getMessage());
      return new Probe(took, Optional.empty(), Optional.of(why), List.of());
    }
  }

  private static List<LeftAlone> leftAlone(Store layer) {
    Store store = layer instanceof FilteredStore part ? part.unfiltered() : layer;
    return store instanceof GithubStore github ? github.leftAlone() : List.of();
  }

  /** What came of it; a layer that takes longer than its deadline does not answer. */
  static Probe await(Layer layer, CompletableFuture<Probe> asked) throws InterruptedException {
    Duration patience = layer.deadline().orElse(PATIENCE);
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return unanswered("no answer within " + Amounts.duration(patience));
    } catch (ExecutionException e) {
      return unanswered(String.valueOf(e.getCause()));
    }
  }

  private static Probe unanswered(String why) {
    return new Probe(Optional.empty(), Optional.of(why), Optional.empty(), List.of());
  }
}
