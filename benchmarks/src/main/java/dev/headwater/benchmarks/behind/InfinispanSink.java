package dev.headwater.benchmarks.behind;

import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.persistence.spi.InitializationContext;
import org.infinispan.persistence.spi.MarshallableEntry;
import org.infinispan.persistence.spi.NonBlockingStore;
import org.infinispan.util.concurrent.BlockingManager;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The {@link Sink} as a store of Infinispan: a batch of Infinispan's is a batch of the sink. */
public final class InfinispanSink implements NonBlockingStore<String, Object> {

  /** Infinispan makes the store itself, by its class; there is one in a process. */
  private static volatile @Nullable Sink sink;

  private @Nullable BlockingManager blocking;

  /** What Infinispan calls. */
  public InfinispanSink() {}

  static void sink(Sink newSink) {
    sink = newSink;
  }

  @Override
  public CompletionStage<Void> start(InitializationContext context) {
    blocking = context.getBlockingManager();
    return nothing();
  }

  @Override
  public CompletionStage<Void> stop() {
    return nothing();
  }

  @Override
  public Set<Characteristic> characteristics() {
    return EnumSet.of(Characteristic.EXPIRATION, Characteristic.SEGMENTABLE);
  }

  @Override
  public CompletionStage<MarshallableEntry<String, Object>> load(int segment, Object key) {
    return nothing();
  }

  @Override
  public CompletionStage<Void> write(int segment, MarshallableEntry<? extends String, ?> entry) {
    return deliver(Flowable.just(put(entry)));
  }

  @Override
  public CompletionStage<Boolean> delete(int segment, Object key) {
    return deliver(Flowable.just(Operation.deletion((String) key))).thenApply(done -> true);
  }

  @Override
  public CompletionStage<Void> clear() {
    return nothing();
  }

  @Override
  public CompletionStage<Void> batch(
      int publishers,
      Publisher<SegmentedPublisher<Object>> removed,
      Publisher<SegmentedPublisher<MarshallableEntry<String, Object>>> written) {
    return deliver(
        Flowable.merge(
            all(publishers, removed).map(key -> Operation.deletion((String) key)),
            all(publishers, written).map(InfinispanSink::put)));
  }

  /* All segments are asked at once, removed and written ones: they are groups of one publisher. */
  private static <T> Flowable<T> all(int publishers, Publisher<SegmentedPublisher<T>> segments) {
    return Flowable.fromPublisher(segments).flatMap(Flowable::fromPublisher, publishers);
  }

  private static Operation put(MarshallableEntry<? extends String, ?> entry) {
    return Operation.put(entry.getKey(), ((WrappedByteArray) entry.getValue()).getBytes());
  }

  private CompletionStage<Void> deliver(Flowable<Operation> operations) {
    return operations
        .toList()
        .toCompletionStage()
        .thenCompose(
            batch ->
                Objects.requireNonNull(blocking).runBlocking(() -> deliver(batch), "to the sink"));
  }

  private static void deliver(List<Operation> batch) {
    try {
      Objects.requireNonNull(sink).deliver(batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("NullAway") // as Infinispan declares it
  private static <T> CompletionStage<T> nothing() {
    return CompletableFuture.completedFuture(null);
  }
}
