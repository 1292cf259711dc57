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
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A layer's store behind its circuit breaker and its deadlines. Feeds pass unguarded: waiting is
 * what they are for, and whoever follows one pauses after failures.
 *
 * <p>Calls run on the caller's thread, unless the layer has a shorter deadline than its store, or a
 * reader that has another way asks a layer whose soft deadline {@linkplain Pace must be enforced}.
 * Writes to a layer that is written behind may be slow: they say nothing about its reads. A
 * background without threads enforces nothing.
 */
final class GuardedStore extends ForwardingStore {

  private final LayerGuard guard;
  private final Background background;
  private final long deadlineMillis;
  private final boolean isShortened;
  private final boolean isWrittenBehind;

  GuardedStore(Layer layer, LayerGuard guard, Background background) {
    super(layer.store());
    this.guard = guard;
    this.background = background;
    this.deadlineMillis = layer.deadlineMillis();
    this.isShortened =
        background.hasThreads()
            && deadlineMillis < layer.store().capabilities().limits().timeoutMillis();
    this.isWrittenBehind = layer.isBehind();
  }

  LayerGuard guard() {
    return guard;
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

  /** A read that is not waited for beyond the soft deadline, because there is another way. */
  Soon<@Nullable Entry> readSoon(Key key) {
    return soon("read", key, () -> delegate().read(key));
  }

  /** A read of several keys that is not waited for beyond the soft deadline. */
  Soon<ReadBatch> readAllSoon(Collection<Key> keys) {
    return soon("readAll", null, () -> delegate().readAll(keys));
  }

  private <T extends @Nullable Object> Soon<T> soon(
      String operation, @Nullable Key key, Supplier<T> call) {
    Pace pace = guard.pace();
    if (!background.hasThreads() || !pace.isEnforced()) {
      return new Soon.Answered<>(ask(operation, key, call));
    }
    if (!pace.tryEnter()) {
      return new Soon.Late<>(
          "was too slow lately and is left alone for a while",
          () -> ask(operation, key, call),
          null);
    }
    Subject subject = new Subject(name(), operation, key);
    try {
      guard.enter(subject);
    } catch (StoreUnavailableException e) {
      pace.gaveUp();
      throw e;
    }
    BackgroundCall<T> started = start(call);
    try {
      return new Soon.Answered<>(started.await(pace.softMillis()));
    } catch (BackgroundCall.MissedException e) {
      pace.missed();
      return new Soon.Late<>(why(e), () -> rest(subject, started), started);
    }
  }

  private <T extends @Nullable Object> T rest(Subject subject, BackgroundCall<T> started) {
    try {
      return started.await(Math.max(1, deadlineMillis - guard.pace().softMillis()));
    } catch (BackgroundCall.MissedException e) {
      throw new StoreUnavailableException(subject, why(e), e);
    }
  }

  private <T extends @Nullable Object> T ask(
      String operation, @Nullable Key key, Supplier<T> call) {
    Subject subject = new Subject(name(), operation, key);
    guard.enter(subject);
    try {
      return call(call);
    } catch (BackgroundCall.MissedException e) {
      StoreException error = new StoreUnavailableException(subject, why(e), e);
      guard.unanswered(error);
      throw error;
    }
  }

  private <T extends @Nullable Object> T tell(
      String operation, @Nullable Key key, Supplier<T> call) {
    Subject subject = new Subject(name(), operation, key);
    guard.enter(subject);
    try {
      return isWrittenBehind ? callUnhurried(call) : call(call);
    } catch (BackgroundCall.MissedException e) {
      StoreException error =
          new OutcomeUnknownException(subject, why(e) + "; it may have happened", e);
      guard.unanswered(error);
      throw error;
    }
  }

  private <T extends @Nullable Object> T call(Supplier<T> call)
      throws BackgroundCall.MissedException {
    return isShortened ? start(call).await(deadlineMillis) : guard.watch(call);
  }

  private <T extends @Nullable Object> T callUnhurried(Supplier<T> call)
      throws BackgroundCall.MissedException {
    return isShortened
        ? BackgroundCall.start(background, () -> guard.watchUnhurried(call)).await(deadlineMillis)
        : guard.watchUnhurried(call);
  }

  private <T extends @Nullable Object> BackgroundCall<T> start(Supplier<T> call) {
    long most = isShortened ? deadlineMillis : Long.MAX_VALUE;
    return BackgroundCall.start(background, () -> guard.watchAlone(call, most));
  }

  private static String why(BackgroundCall.MissedException e) {
    return String.valueOf(e.getMessage());
  }
}
