package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Purge;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Subscriber;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    Subscription subscription = view.subscribe(prefix, seen, background.background());
    background.settle();
    return subscription;
  }

  private void pass() {
    background.advance(Duration.ofMillis(100));
  }

  private static final class Seen implements Subscriber<String> {
    private final List<String> changes = new ArrayList<>();
    private final List<StoreException> errors = new ArrayList<>();

    @Override
    public void changed(Change<String> change) {
      changes.add(change.key() + "=" + change.value());
    }

    @Override
    public void failed(StoreException error) {
      errors.add(error);
    }
  }
}
