package dev.headwater.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.sync.Retrying.Answer;
import dev.headwater.sync.Retrying.Earlier;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RetryingTest {

  private static final StoreException.Subject SUBJECT =
      new StoreException.Subject("store", "read", null);
  private static final StoreException UNAVAILABLE =
      new StoreUnavailableException(SUBJECT, "scripted");
  private static final StoreException UNKNOWN = new OutcomeUnknownException(SUBJECT, "scripted");
  private static final StoreException REJECTED =
      new RejectedException(SUBJECT, RejectedException.Reason.LIMIT, "scripted");

  private final ReferenceStore store = ReferenceStore.create("store", new ManualClock());
  private final Inline inline = new Inline();
  private int calls;

  private Retrying retrying(Background background, int retries) {
    return new Retrying(store, background, retries, new Random(1));
  }

  private CompletableFuture<Answer<String>> call(Retrying retrying, StoreException... errors) {
    Deque<StoreException> script = new ArrayDeque<>(List.of(errors));
    return retrying.call(
        () -> {
          calls++;
          if (!script.isEmpty()) {
            throw script.remove();
          }
          return "answer";
        });
  }

  @Test
  void triesAgainAfterGrowingPauses() {
    Retrying retrying = retrying(inline.background(), 5);
    StoreException[] errors = {UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE};
    assertThat(retrying.await(call(retrying, errors), "read"))
        .isEqualTo(new Answer<>("answer", Earlier.NO_EFFECT));
    assertThat(calls).isEqualTo(6);
    for (int i = 0; i < 5; i++) {
      assertThat(inline.pauses.get(i)).isBetween(millis(50L << i), millis(100L << i));
    }
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void remembersThatAnEarlierTryMayHaveHadItsEffect() {
    Retrying retrying = retrying(inline.background(), 5);
    assertThat(retrying.await(call(retrying, UNKNOWN, UNAVAILABLE), "mergeAll").earlier())
        .isEqualTo(Earlier.MAYBE_EFFECT);
  }

  @Test
  void throwsWhatTheLastTryThrew() {
    Retrying retrying = retrying(inline.background(), 2);
    assertThatThrownBy(
            () -> retrying.await(call(retrying, UNKNOWN, UNKNOWN, UNAVAILABLE, UNKNOWN), "read"))
        .isSameAs(UNAVAILABLE);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void doesNotTryAgainWhatWillNeverSucceed() {
    Retrying retrying = retrying(inline.background(), 5);
    assertThatThrownBy(() -> retrying.await(call(retrying, REJECTED), "read")).isSameAs(REJECTED);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void blocksNoThreadDuringAPause() {
    ManualBackground manual = new ManualBackground();
    Retrying retrying = retrying(manual.background(), 5);
    CompletableFuture<Answer<String>> call = call(retrying, UNAVAILABLE);
    manual.settle();
    assertThat(calls).isEqualTo(1);
    assertThat(call).isNotDone();
    manual.advance(Duration.ofMillis(49));
    assertThat(calls).isEqualTo(1);
    manual.advance(Duration.ofMillis(51));
    assertThat(call).isDone();
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void givesUpOnceItIsStopped() {
    ManualBackground manual = new ManualBackground();
    Retrying retrying = retrying(manual.background(), 5);
    CompletableFuture<Answer<String>> call = call(retrying, UNAVAILABLE, UNAVAILABLE);
    manual.settle();
    retrying.stop();
    manual.advance(Duration.ofSeconds(1));
    assertThat(call).isCompletedExceptionally();
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void passesOnWhatIsNoStoreException() {
    Retrying retrying = retrying(inline.background(), 5);
    IllegalStateException closed = new IllegalStateException("closed");
    assertThatThrownBy(
            () ->
                retrying.await(
                    retrying.call(
                        () -> {
                          throw closed;
                        }),
                    "read"))
        .isSameAs(closed);
    AssertionError bug = new AssertionError("bug");
    assertThatThrownBy(
            () ->
                retrying.await(
                    retrying.call(
                        () -> {
                          throw bug;
                        }),
                    "read"))
        .isSameAs(bug);
  }

  @Test
  void waitsForTheEndEvenIfInterrupted() {
    try (Background background = Background.daemon("retrying-test")) {
      Retrying retrying = retrying(background, 0);
      CompletableFuture<Boolean> wasInterrupted = new CompletableFuture<>();
      CompletableFuture<Answer<String>> call =
          retrying.call(() -> wasInterrupted.join() ? "answer" : "other");
      Thread.currentThread().interrupt();
      background.executor().execute(() -> wasInterrupted.complete(true));
      retrying.awaitEnd(call);
      assertThat(call).isDone();
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
