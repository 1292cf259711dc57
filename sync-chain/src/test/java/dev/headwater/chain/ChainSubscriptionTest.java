package dev.headwater.chain;

import static dev.headwater.chain.ChainRig.remote;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.outbox.Delivery;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Receipt;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceJournal;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions through a chain, whose own writes may be told before they are decided. */
class ChainSubscriptionTest {

  private static final Key A = key("a");
  private static final Duration TICK = Duration.ofMillis(20);

  private final ChainRig.Lower lower = new ChainRig.Lower();
  private final ChainRig rig = new ChainRig(lower);
  private final TypedStore<String> here = texts(rig, Acknowledgement.AUTHORITY);
  private final TypedStore<String> locally = texts(rig, Acknowledgement.LOCAL);
  private final ReferenceStore authority =
      ReferenceStore.over(lower.authority(), "direct", lower.clock(), remote());
  private final SubscriberLog log = new SubscriberLog();
  private Subscription subscription = subscribe(rig, Start.NOW, log);

  private static TypedStore<String> texts(ChainRig rig, Acknowledgement level) {
    return TypedStore.of(rig.chain.acknowledging(level), Codecs.utf8(), rig.chain.clock());
  }

  private static Subscription subscribe(ChainRig rig, Start start, SubscriberLog log) {
    return texts(rig, Acknowledgement.LOCAL).subscribe("", start, log, rig.background.background());
  }

  @BeforeEach
  void begin() {
    pass();
    assertThat(log.lines()).containsExactly("live");
  }

  @AfterEach
  void close() {
    subscription.close();
    rig.close();
  }

  @Test
  void aWriteThatTheAuthorityTookIsToldOnce() {
    here.put(A, "1");
    pass();
    pass();
    here.delete(A);
    pass();
    assertThat(log.changes()).containsExactly("a=1", "a=null");
  }

  @Test
  void aWriteIsToldBeforeTheAuthoritysFeedTellsOfIt() {
    rig.authorityFaults.faults().runBefore(Operation.POLL, () -> failPolls(1));
    here.put(A, "1");
    pass();
    assertThat(log.changes()).containsExactly("a=1");

    rig.authorityFaults.faults().heal();
    pass(Duration.ofSeconds(10));
    assertThat(log.changes()).containsExactly("a=1");
  }

  private void failPolls(int times) {
    rig.authorityFaults.faults().failBefore(Operation.POLL, times);
  }

  @Test
  void aLocalWriteIsToldAtOnceWhileTheAuthorityIsAwayAndNotAgainWhenItIsBack() {
    rig.authorityFaults.faults().down();
    locally.put(A, "1");
    pass();
    assertThat(log.changes()).containsExactly("a=1");
    assertThat(authority.read(A)).isNull();

    rig.authorityFaults.faults().up();
    pass(Duration.ofMinutes(1));
    assertThat(authority.read(A)).isNotNull();
    assertThat(log.changes()).containsExactly("a=1");
    assertThat(log.lines()).endsWith("live");
  }

  @Test
  void eachOfSeveralLocalWritesOfAKeyIsTold() {
    rig.authorityFaults.faults().down();
    for (int i = 1; i <= 3; i++) {
      locally.put(A, "" + i);
      pass();
    }
    rig.authorityFaults.faults().up();
    pass(Duration.ofMinutes(1));
    assertThat(log.changes()).containsExactly("a=1", "a=2", "a=3");
  }

  @Test
  void aLocalWriteThatTheAuthorityRefusesIsWithdrawnAndWhatItHoldsFollows() {
    rig.authorityFaults.faults().down();
    authority.merge(Write.of(value("a", lower.clock().millis() - 9, "theirs")));
    assertThat(locally.putIfAbsent(A, "mine")).isPresent();
    pass();
    assertThat(locally.get(A)).isEqualTo("mine");
    assertThat(log.changes()).containsExactly("a=mine");

    rig.authorityFaults.faults().up();
    pass(Duration.ofMinutes(1));
    assertThat(log.changes()).containsExactly("a=mine", "withdrawn a=mine, now theirs");
    assertThat(rig.events.of("withdrawn")).containsExactly("withdrawn a REFUSED");
    assertThat(locally.get(A)).isEqualTo("theirs");

    here.put(A, "later");
    pass();
    assertThat(log.changes()).endsWith("withdrawn a=mine, now theirs", "a=later");
  }

  @Test
  void whatWasToldBeforeIsToldAgainWhenWhatReplacedItIsWithdrawn() {
    authority.merge(Write.of(value("a", lower.clock().millis() - 9, "theirs")));
    pass();
    rig.evict(); // so that nothing is known of it
    rig.authorityFaults.faults().failBefore(Operation.MERGE_ALL, 1);
    Receipt receipt = locally.putIfAbsent(A, "mine").orElseThrow();
    pass(Duration.ofSeconds(10));
    assertThat(log.changes()).containsExactly("a=theirs", "a=mine", "withdrawn a=mine, now theirs");
    assertThat(rig.chain.delivery(receipt).state("authority")).isEqualTo(Delivery.State.WITHDRAWN);
  }

  @Test
  void aLocalWriteThatMetSomethingNewerIsFollowedByThat() {
    rig.authorityFaults.faults().down();
    locally.put(A, "mine");
    authority.merge(Write.of(value("a", lower.clock().millis() + 9, "newer")));
    pass();
    rig.authorityFaults.faults().up();
    pass(Duration.ofMinutes(1));
    assertThat(log.changes()).containsExactly("a=mine", "a=newer");
    assertThat(rig.events.of("superseded")).containsExactly("superseded a");
    assertThat(locally.get(A)).isEqualTo("newer");
  }

  @Test
  void aWriteThatTheAuthorityRefusesAtOnceIsNeverTold() {
    here.put(A, "1");
    pass();
    Optional<Receipt> refused = here.putIfAbsent(A, "2");
    pass();
    assertThat(refused).isEmpty();
    assertThat(log.changes()).containsExactly("a=1");
  }

  @Test
  void anAtomicBatchIsToldOnce() {
    here.putAllAtomically(Map.of(A, "1", key("b"), "2"));
    pass();
    pass();
    assertThat(log.changes()).containsExactlyInAnyOrder("a=1", "b=2");
  }

  @Test
  void whoAsksForCurrentValuesIsGivenUndecidedOnesOnce() {
    here.put(A, "decided");
    here.put(key("b"), "gone");
    rig.authorityFaults.faults().failBefore(Operation.MERGE_ALL, 1_000);
    locally.put(A, "undecided");
    locally.delete(key("b"));
    SubscriberLog late = new SubscriberLog();
    try (Subscription ignored = subscribe(rig, Start.CURRENT, late)) {
      pass();
      assertThat(late.changes()).containsExactly("a=undecided", "b=null");
    }
  }

  /** Before a subscriber's listing begins, another process writes, and then this one. */
  private SubscriberLog current(Runnable theirs, Runnable mine) {
    Store store =
        new ForwardingStore(rig.chain) {
          @Override
          public EntryCursor list(ListRequest request) {
            theirs.run();
            mine.run();
            return delegate().list(request);
          }
        };
    SubscriberLog late = new SubscriberLog();
    TypedStore.of(store, Codecs.utf8(), rig.chain.clock())
        .subscribe("", Start.CURRENT, late, rig.background.background());
    pass(Duration.ofMinutes(1));
    return late;
  }

  private void theyWrite() {
    authority.merge(Write.of(value("a", lower.clock().millis() - 9, "theirs")));
  }

  @Test
  void aWriteThatOnlyTheListingShowedIsWithdrawn() {
    SubscriberLog late =
        current(this::theyWrite, () -> assertThat(locally.putIfAbsent(A, "mine")).isPresent());
    assertThat(rig.events.of("withdrawn")).containsExactly("withdrawn a REFUSED");
    assertThat(late.changes()).containsExactly("a=mine", "withdrawn a=mine, now theirs");
  }

  @Test
  void whatAPendingDeletionHidFromTheListingIsToldWhenThatIsRefused() {
    SubscriberLog late =
        current(
            this::theyWrite,
            () -> assertThat(locally.delete(A, new Stamp(1, 1))).as("accepted").isPresent());
    assertThat(rig.events.of("withdrawn")).containsExactly("withdrawn a REFUSED");
    assertThat(late.changes()).containsExactly("a=theirs");
  }

  @Test
  void whatTheListingShowedIsNotToldAgainWhenItIsTaken() {
    SubscriberLog late = current(() -> {}, () -> locally.put(A, "mine"));
    assertThat(late.changes()).containsExactly("a=mine");
  }

  @Test
  void subscribersOfOtherProcessesAreToldWhatWasDecidedAlone() {
    try (ChainRig there = new ChainRig(lower)) {
      SubscriberLog theirs = new SubscriberLog();
      Subscription other = subscribe(there, Start.NOW, theirs);
      there.background.advance(TICK);
      rig.authorityFaults.faults().down();
      authority.merge(Write.of(value("a", 5, "first")));
      locally.putIfAbsent(A, "refused");
      locally.put(key("b"), "taken");
      pass();
      there.background.advance(TICK);
      assertThat(theirs.changes()).containsExactly("a=first");

      rig.authorityFaults.faults().up();
      pass(Duration.ofMinutes(1));
      there.background.advance(TICK);
      assertThat(theirs.changes()).containsExactly("a=first", "b=taken");
      other.close();
    }
  }

  @Test
  void whatWasAcceptedBeforeAKillIsToldWhenTheChainIsBackAndWithdrawnIfRefused() {
    ReferenceJournal journal = new ReferenceJournal();
    ChainRig before = new ChainRig(lower, b -> b.outbox(OutboxConfig.journaled(journal)));
    before.authorityFaults.faults().down();
    authority.merge(Write.of(value("a", 5, "theirs")));
    texts(before, Acknowledgement.LOCAL).putIfAbsent(A, "mine");
    journal.close(); // as the death of the process does

    ReferenceJournal again = journal.reopen();
    try (ChainRig after = new ChainRig(lower, b -> b.outbox(OutboxConfig.journaled(again)))) {
      SubscriberLog late = new SubscriberLog();
      Subscription ignored = subscribe(after, Start.CURRENT, late);
      after.background.advance(Duration.ofMinutes(1));
      assertThat(late.changes().get(late.changes().size() - 1)).endsWith("theirs");
      assertThat(after.chain.read(A)).isEqualTo(authority.read(A));
      ignored.close();
    }
  }

  @Test
  void aPurgedKeyIsNotToldAgain() {
    Receipt receipt = here.put(A, "1");
    pass();
    rig.chain.purge(List.of(new Purge(A, receipt.stamp())));
    pass(Duration.ofSeconds(10));
    assertThat(log.changes()).containsExactly("a=1");
  }

  private void pass() {
    pass(TICK);
  }

  private void pass(Duration time) {
    rig.background.advance(time);
  }
}
