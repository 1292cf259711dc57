package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Page;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A layer's store behind its circuit breaker and its deadline. Feeds pass unguarded: waiting is
 * what they are for, and whoever follows one pauses after failures.
 */
final class GuardedStore extends ForwardingStore {

  private final String layer;
  private final CircuitBreaker breaker;
  private final @Nullable Deadline deadline;
  private final ChainListener listener;

  /**
   * @param deadline what enforces the layer's deadline; {@code null} if the store does it itself
   */
  GuardedStore(
      Store store,
      String layer,
      CircuitBreaker breaker,
      @Nullable Deadline deadline,
      ChainListener listener) {
    super(store);
    this.layer = layer;
    this.breaker = breaker;
    this.deadline = deadline;
    this.listener = listener;
  }

  @Override
  public String name() {
    return delegate().name();
  }

  @Override
  public Capabilities capabilities() {
    return delegate().capabilities();
  }

  @Override
  public @Nullable Entry read(Key key) {
    return ask("read", key, () -> delegate().read(key));
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return ask("readAll", null, () -> delegate().readAll(keys));
  }

  @Override
  public MergeOutcome merge(Write write) {
    return tell("merge", write.key(), () -> delegate().merge(write));
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return tell("mergeAll", null, () -> delegate().mergeAll(batch));
  }

  @Override
  public EntryCursor list(ListRequest request) {
    EntryCursor cursor = ask("list", null, () -> delegate().list(request));
    return new EntryCursor() {
      @Override
      public Page next() {
        return ask("list", null, cursor::next);
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  @Override
  public Mark head() {
    return ask("head", null, () -> delegate().head());
  }

  @Override
  public Feed feed(FeedRequest request) {
    return delegate().feed(request);
  }

  @Override
  public int purge(Collection<Purge> purges) {
    return tell("purge", null, () -> delegate().purge(purges));
  }

  @Override
  public void close() {
    delegate().close();
  }

  private <T extends @Nullable Object> T ask(
      String operation, @Nullable Key key, Supplier<T> call) {
    Subject subject = new Subject(name(), operation, key);
    enter(subject);
    try {
      return report(call);
    } catch (Deadline.MissedException e) {
      noAnswer();
      throw new StoreUnavailableException(subject, why(e), e);
    }
  }

  private <T extends @Nullable Object> T tell(
      String operation, @Nullable Key key, Supplier<T> call) {
    Subject subject = new Subject(name(), operation, key);
    enter(subject);
    try {
      return report(call);
    } catch (Deadline.MissedException e) {
      noAnswer();
      throw new OutcomeUnknownException(subject, why(e) + "; it may have happened", e);
    }
  }

  private static String why(Deadline.MissedException e) {
    return String.valueOf(e.getMessage());
  }

  private void enter(Subject subject) {
    if (!breaker.tryEnter()) {
      throw new StoreUnavailableException(
          subject, "layer '%s' failed too often and is left alone for a while".formatted(layer));
    }
  }

  private <T extends @Nullable Object> T report(Supplier<T> call) throws Deadline.MissedException {
    try {
      T answer = deadline == null ? call.get() : deadline.call(call);
      answered();
      return answer;
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      noAnswer();
      throw e;
    } catch (StoreException e) {
      answered();
      throw e;
    } catch (RuntimeException | Error e) {
      noAnswer();
      throw e;
    }
  }

  private void answered() {
    if (breaker.succeeded()) {
      listener.breaker(layer, ChainListener.BreakerState.CLOSED);
    }
  }

  private void noAnswer() {
    if (breaker.failed()) {
      listener.breaker(layer, ChainListener.BreakerState.OPEN);
    }
  }
}
