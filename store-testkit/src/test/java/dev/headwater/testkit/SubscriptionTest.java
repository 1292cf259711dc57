package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Purge;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscriber;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Subscriptions, on one thread. */
class SubscriptionTest {

  private final ManualBackground background = new ManualBackground();
  private final ReferenceData data = new ReferenceData();
  private final ReferenceStore reference =
      ReferenceStore.over(data, "reference", background.clock());
  private final FaultyStore store = new FaultyStore(reference);
  private final TypedStore<String> view =
      TypedStore.of(store, Codecs.utf8(), new HybridClock(3, background.clock()));
  private final Seen seen = new Seen();

  @Test
  void changesFromNowOnAreToldInOrder() {
    view.put(key("k/before"), "x");
    try (Subscription subscription = subscribe("k/")) {
      view.put(key("k/1"), "one");
      view.put(key("other"), "x");
      pass();
      view.delete(key("k/1"));
      view.put(key("k/2"), "two");
      pass();
      assertThat(seen.changes).containsExactly("k/1=one", "k/1=null", "k/2=two");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void eachChangeIsToldOnceThoughTheFeedRepeatsIt() {
    try (Subscription subscription = subscribe("")) {
      view.put(key("a"), "1");
      pass();
      store.faults().repeatPages(3);
      pass();
      view.put(key("a"), "2");
      pass();
      assertThat(seen.changes).containsExactly("a=1", "a=2");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void afterAFeedBeganAnewOnlyWhatIsNewerIsTold() {
    try (Subscription subscription = subscribe("")) {
      view.put(key("a"), "1");
      pass();
      store.faults().restartFeed();
      view.put(key("b"), "2");
      pass();
      assertThat(seen.changes).containsExactly("a=1", "b=2");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void anOlderEntryThatComesLateIsNotTold() {
    try (Subscription subscription = subscribe("")) {
      reference.merge(Write.of(value("a", 9, "newer")));
      pass();
      reference.purge(List.of(new Purge(key("a"), Entries.stamp(9))));
      reference.merge(Write.of(value("a", 5, "older")));
      pass();
      assertThat(seen.changes).containsExactly("a=newer");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void whatHasExpiredIsToldWithoutAValue() {
    try (Subscription subscription = subscribe("")) {
      reference.merge(Write.of(expiring("a", 1, "x", background.clock().millis())));
      pass();
      assertThat(seen.changes).containsExactly("a=null");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void anOutageIsToldAndWhatHappenedMeanwhileFollows() {
    try (Subscription subscription = subscribe("")) {
      store.faults().down();
      reference.merge(Write.of(value("a", 1, "meanwhile")));
      background.advance(Duration.ofSeconds(10));
      assertThat(seen.errors).isNotEmpty();
      assertThat(seen.errors).hasOnlyElementsOfType(StoreUnavailableException.class);
      assertThat(seen.changes).isEmpty();
      store.faults().up();
      background.advance(Duration.ofSeconds(10));
      assertThat(seen.changes).containsExactly("a=meanwhile");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void garbageAndValuesThatDoNotDecodeAreToldAsErrors() {
    try (Subscription subscription = subscribe("")) {
      data.corrupt(key("a"));
      reference.merge(Write.of(Entries.sized("b", 1, 3)));
      view.put(key("c"), "fine");
      pass();
      assertThat(seen.errors).extracting(StoreException::key).containsExactly(key("a"), key("b"));
      assertThat(seen.errors).hasOnlyElementsOfType(CorruptEntryException.class);
      assertThat(seen.changes).containsExactly("c=fine");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void theCurrentValuesComeFirstInTheOrderOfKeys() {
    view.put(key("k/2"), "two");
    view.put(key("k/1"), "one");
    view.put(key("k/3"), "x");
    view.delete(key("k/3"));
    view.put(key("other"), "x");
    try (Subscription subscription = subscribe("k/", Start.CURRENT)) {
      assertThat(seen.log).containsExactly("k/1=one", "k/2=two", "live");
      view.put(key("k/1"), "young");
      pass();
      assertThat(seen.log).endsWith("live", "k/1=young").hasSize(4);
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void oneKeyIsToldAndNotThoseThatStartWithIt() {
    view.put(key("a"), "1");
    view.put(key("a/b"), "x");
    try (Subscription subscription =
        view.subscribe(key("a"), Start.CURRENT, seen, background.background())) {
      background.settle();
      view.put(key("a/b"), "y");
      view.put(key("a"), "2");
      pass();
      assertThat(seen.log).containsExactly("a=1", "live", "a=2");
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void aKeyWithoutAValueIsToldWhenItHasOne() {
    view.put(key("a/b"), "x");
    try (Subscription subscription =
        view.subscribe(key("a"), Start.CURRENT, seen, background.background())) {
      background.settle();
      assertThat(seen.log).containsExactly("live");
      view.put(key("a"), "1");
      pass();
      assertThat(seen.log).containsExactly("live", "a=1");
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void aListingThatBreaksOffGoesOnAfterTheLastValueTold() {
    int count = ListRequest.DEFAULT_PAGE_SIZE + 5;
    Entries.values("k", count, 1).forEach(entry -> reference.merge(Write.of(entry)));
    store.faults().failNth(Operation.PAGE, 2);
    try (Subscription subscription = subscribe("k", Start.CURRENT)) {
      assertThat(seen.log).hasSize(ListRequest.DEFAULT_PAGE_SIZE + 1).endsWith("failed");
      view.put(key("k00001"), "meanwhile");
      background.advance(Duration.ofSeconds(5));
      assertThat(seen.changes).hasSize(count + 1).doesNotHaveDuplicates();
      assertThat(seen.log).endsWith("live", "k00001=meanwhile");
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void whatAListingHasAndTheFeedRepeatsIsToldOnce() {
    store.faults().runBefore(Operation.LIST, () -> reference.merge(Write.of(value("a", 1, "x"))));
    try (Subscription subscription = subscribe("", Start.CURRENT)) {
      pass();
      assertThat(seen.log).containsExactly("a=x", "live");
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void aSubscriberThatIsTooSlowIsToldThatItMissedSomethingAndWhatIsCurrent() {
    ReferenceData forgetful = new ReferenceData(10);
    ReferenceStore small = ReferenceStore.over(forgetful, "small", background.clock());
    TypedStore<String> other =
        TypedStore.of(small, Codecs.utf8(), new HybridClock(4, background.clock()));
    other.put(key("a"), "told");
    try (Subscription subscription =
        other.subscribe("", Start.CURRENT, seen, background.background())) {
      background.settle();
      for (int i = 0; i <= 20; i++) {
        other.put(key("k" + i % 3), "" + i);
      }
      pass();
      assertThat(seen.log).containsExactly("a=told", "live", "missed", "k0=18", "k1=19", "k2=20");
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void whatStandsInOnePageIsToldInTheOrderOfStamps() {
    try (Subscription subscription = subscribe("")) {
      reference.merge(Write.of(value("late", 9, "x")));
      reference.merge(Write.of(value("early", 3, "x")));
      pass();
      assertThat(seen.changes).containsExactly("early=x", "late=x");
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void whatASubscriberWritesIsStampedAboveWhatItWasTold() {
    long ahead = background.clock().millis() + 30_000;
    try (Subscription subscription = subscribe("")) {
      reference.merge(Write.of(value("a", ahead, "x")));
      pass();
      assertThat(view.put(key("b"), "y").stamp()).isGreaterThan(Entries.stamp(ahead));
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void theEndOfAnOutageIsToldWhenItsChangesWere() {
    try (Subscription subscription = subscribe("")) {
      store.faults().failBefore(Operation.POLL, 1);
      view.put(key("a"), "1");
      background.advance(Duration.ofSeconds(1));
      assertThat(seen.log).containsExactly("live", "failed", "a=1", "live");
      assertThat(subscription.isOpen()).isTrue();
    }
  }

  @Test
  void aSubscriberThatThrowsEndsItsSubscriptionAndIsTold() {
    IllegalArgumentException thrown = new IllegalArgumentException("scripted");
    endsWith(thrown);
    assertThat(seen.ended).isSameAs(thrown);
  }

  @Test
  void anErrorOfAStoreThatASubscriberThrowsIsNotTriedAgain() {
    StoreUnavailableException thrown =
        new StoreUnavailableException(StoreException.Subject.of(reference, "read"), "scripted");
    endsWith(thrown);
    assertThat(seen.ended).isSameAs(thrown);
    assertThat(seen.errors).isEmpty();
  }

  private void endsWith(RuntimeException thrown) {
    Subscription subscription = subscribe("");
    seen.onChange =
        () -> {
          throw thrown;
        };
    view.put(key("a"), "1");
    view.put(key("b"), "2");
    background.advance(Duration.ofMinutes(1));
    assertThat(seen.changes).hasSize(1);
    assertThat(subscription.isOpen()).isFalse();
    assertThat(background.timer().pending()).isZero();
  }

  @Test
  void aStoreThatIsClosedEndsItsSubscriptionsAndTheyAreTold() {
    Subscription subscription = subscribe("");
    reference.close();
    pass();
    assertThat(seen.ended).isInstanceOf(IllegalStateException.class);
    assertThat(subscription.isOpen()).isFalse();
  }

  @Test
  void nothingIsToldAfterASubscriberHasClosedItsSubscription() {
    Subscription subscription = subscribe("");
    seen.onChange = subscription::close;
    view.put(key("a"), "1");
    view.put(key("b"), "2");
    pass();
    assertThat(seen.changes).containsExactly("a=1");
    assertThat(seen.ended).isNull();
  }

  @Test
  void aClosedSubscriptionTellsNothingAndLeavesNoWork() {
    Subscription subscription = subscribe("");
    subscription.close();
    subscription.close();
    view.put(key("a"), "1");
    background.advance(Duration.ofMinutes(1));
    assertThat(seen.changes).isEmpty();
    assertThat(seen.errors).isEmpty();
    assertThat(background.executor().pending()).isZero();
    assertThat(background.timer().pending()).isZero();
  }

  private Subscription subscribe(String prefix) {
    return subscribe(prefix, Start.NOW);
  }

  private Subscription subscribe(String prefix, Start start) {
    Subscription subscription = view.subscribe(prefix, start, seen, background.background());
    background.settle();
    return subscription;
  }

  private void pass() {
    background.advance(Duration.ofMillis(100));
  }

  private static final class Seen implements Subscriber<String> {
    private final List<String> log = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<StoreException> errors = new ArrayList<>();
    private @Nullable Throwable ended;
    private Runnable onChange = () -> {};

    @Override
    public void changed(Change<String> change) {
      changes.add(change.key() + "=" + change.value());
      log.add(change.key() + "=" + change.value());
      onChange.run();
    }

    @Override
    public void withdrawn(Change<String> refused, @Nullable Change<String> instead) {
      log.add("not " + refused.value() + " but " + (instead == null ? null : instead.value()));
    }

    @Override
    public void missed() {
      log.add("missed");
    }

    @Override
    public void live() {
      log.add("live");
    }

    @Override
    public void failed(StoreException error) {
      errors.add(error);
      log.add("failed");
    }

    @Override
    public void ended(Throwable cause) {
      ended = cause;
    }
  }
}
