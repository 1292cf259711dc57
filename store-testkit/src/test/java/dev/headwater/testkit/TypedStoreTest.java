package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Capability;
import dev.headwater.store.CodecException;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Receipt;
import dev.headwater.store.typed.TypedStore;
import dev.headwater.store.typed.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class TypedStoreTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final ManualClock clock = new ManualClock();
  private final ReferenceData data = new ReferenceData();
  private final ReferenceStore reference = ReferenceStore.over(data, "reference", clock);
  private final FaultyStore faulty = new FaultyStore(reference);
  private final RecordingStore store = new RecordingStore(faulty);
  private final CountingCodec codec = new CountingCodec();
  private final HybridClock stamps = new HybridClock(3, clock);
  private final TypedStore<String> view = TypedStore.of(store, codec, stamps);
  private final TypedStore<String> rivals =
      TypedStore.of(reference, Codecs.utf8(), new HybridClock(4, clock));

  // --- reading ---

  @Test
  void whatWasPutIsReadWithOneRequestEach() {
    assertThat(view.get(key("a"))).isNull();
    Receipt receipt = view.put(key("a"), "x");
    assertThat(view.get(key("a"))).isEqualTo("x");
    assertThat(view.find(key("a")))
        .contains(new Versioned<>(key("a"), "x", receipt.stamp(), EncodedValue.NEVER));
    assertThat(receipt.behind()).isEmpty();
    assertThat(receipt.stamp().origin()).isEqualTo(3);
    assertThat(store.operations()).containsExactly("read(1)", "merge(1)", "read(1)", "read(1)");
  }

  @Test
  void deletedAndExpiredValuesAreAbsent() {
    reference.merge(Write.of(tombstone("deleted", 1)));
    reference.merge(Write.of(expiring("expired", 1, "x", clock.millis())));
    assertThat(view.get(key("deleted"))).isNull();
    assertThat(view.find(key("deleted"))).isEmpty();
    assertThat(view.get(key("expired"))).isNull();
    assertThat(view.find(key("expired"))).isEmpty();
    assertThat(view.getAll(List.of(key("deleted"), key("expired")))).isEmpty();
  }

  @Test
  void getAllReturnsThoseThatHaveAValueInOneRequest() {
    view.put(key("a"), "1");
    view.put(key("b"), "2");
    store.clear();
    assertThat(view.getAll(List.of(key("a"), key("b"), key("c"))))
        .isEqualTo(Map.of(key("a"), "1", key("b"), "2"));
    assertThat(store.operations()).containsExactly("readAll(3)");
  }

  @Test
  void aValueIsDecodedOncePerEntryAndNotOncePerRead() {
    view.put(key("a"), "x");
    String first = view.get(key("a"));
    for (int i = 0; i < 10; i++) {
      assertThat(view.get(key("a"))).isSameAs(first);
    }
    assertThat(view.find(key("a")).orElseThrow().value()).isSameAs(first);
    assertThat(codec.decoded()).isOne();
    view.put(key("a"), "y");
    assertThat(view.get(key("a"))).isEqualTo("y");
    assertThat(codec.decoded()).isEqualTo(2);
  }

  @Test
  void valuesOfCodecsThatDoNotShareAreDecodedForEachReader() {
    TypedStore<byte[]> bytes = TypedStore.of(store, Codecs.bytes(), stamps);
    bytes.put(key("a"), new byte[] {1});
    assertThat(bytes.get(key("a"))).isEqualTo(new byte[] {1}).isNotSameAs(bytes.get(key("a")));
  }

  @Test
  void aValueOfAnotherEncodingIsCorruptAndNamesTheKey() {
    TypedStore.of(store, Codecs.bytes(), stamps).put(key("a"), new byte[] {1});
    assertThatThrownBy(() -> view.get(key("a")))
        .isInstanceOf(CorruptEntryException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("bytes")
        .hasMessageContaining("utf-8");
    assertThatThrownBy(() -> view.getAll(List.of(key("a"))))
        .isInstanceOf(CorruptEntryException.class);
  }

  @Test
  void aBrokenKeyIsReportedByEveryWayToReadIt() {
    data.corrupt(key("a"));
    assertThatThrownBy(() -> view.get(key("a"))).isInstanceOf(CorruptEntryException.class);
    assertThatThrownBy(() -> view.find(key("a"))).isInstanceOf(CorruptEntryException.class);
    assertThatThrownBy(() -> view.getAll(List.of(key("a"))))
        .isInstanceOf(CorruptEntryException.class);
    assertThatThrownBy(() -> view.put(key("a"), "x")).isInstanceOf(CorruptEntryException.class);
    assertThatThrownBy(() -> view.putAll(Map.of(key("a"), "x")))
        .isInstanceOf(CorruptEntryException.class);
    assertThatThrownBy(() -> view.putAllAtomically(Map.of(key("a"), "x")))
        .isInstanceOf(CorruptEntryException.class);
  }

  @Test
  void manyValuesAreWrittenInBatches() {
    RecordingStore recorded = new RecordingStore(ReferenceStore.create("many", clock));
    Map<Key, String> values = new java.util.TreeMap<>();
    for (int i = 0; i < 2_500; i++) {
      values.put(key("k" + i), "v" + i);
    }

    assertThat(TypedStore.of(recorded, Codecs.utf8(), new HybridClock(1, clock)).putAll(values))
        .hasSize(2_500);

    assertThat(recorded.operations())
        .containsExactly("mergeAll(1000)", "mergeAll(1000)", "mergeAll(500)");
  }

  @Test
  void aListingHasTheLiveValuesInOrderAndGoesOnAfterABrokenKey() {
    view.put(key("k/3"), "3");
    view.put(key("k/1"), "1");
    view.put(key("other"), "x");
    view.delete(key("k/0"));
    data.corrupt(key("k/2"));
    List<String> values = new ArrayList<>();
    List<Object> broken = new ArrayList<>();
    try (var listing = view.list("k/")) {
      while (listing.hasNext()) {
        try {
          values.add(listing.next().value());
        } catch (CorruptEntryException e) {
          broken.add(e.key());
        }
      }
      assertThatThrownBy(listing::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(values).containsExactly("1", "3");
    assertThat(broken).containsExactly(key("k/2"));
  }

  // --- writing ---

  @Test
  void aLifetimeIsKeptAsAnAbsoluteTime() {
    view.put(key("a"), "x", Duration.ofSeconds(5));
    assertThat(view.find(key("a")).orElseThrow().expiresAtMillis())
        .isEqualTo(clock.millis() + 5_000);
    clock.advance(Duration.ofSeconds(5));
    assertThat(view.get(key("a"))).isNull();
    assertThatThrownBy(() -> view.put(key("a"), "x", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDeletionIsRecordedAsATombstone() {
    Receipt receipt = view.delete(key("a"));
    assertThat(reference.read(key("a"))).isEqualTo(Entry.tombstone(key("a"), receipt.stamp()));
  }

  @Test
  void putAllWritesAllInOneRequestWithStampsOfTheirOwn() {
    Map<Key, String> values = new LinkedHashMap<>();
    values.put(key("a"), "1");
    values.put(key("b"), "2");
    Map<Key, Receipt> receipts = view.putAll(values);
    assertThat(receipts).containsOnlyKeys(key("a"), key("b"));
    assertThat(receipts.get(key("a")).stamp()).isNotEqualTo(receipts.get(key("b")).stamp());
    assertThat(store.operations()).containsExactly("mergeAll(2)");
    assertThat(view.getAll(values.keySet())).isEqualTo(values);
  }

  @Test
  void putAllRepeatsOnlyWhatMetANewerStamp() {
    reference.merge(Write.of(value(key("b"), ahead(Duration.ofSeconds(5)), "ahead")));
    view.putAll(Map.of(key("a"), "1", key("b"), "2"));
    assertThat(store.operations()).containsExactly("mergeAll(2)", "mergeAll(1)");
    assertThat(view.get(key("b"))).isEqualTo("2");
  }

  @Test
  void putAllAtomicallyIsOneBatchThatNobodySeesInPart() {
    view.put(key("b"), "old");
    view.delete(key("c"));
    store.clear();
    Map<Key, String> values = Map.of(key("a"), "1", key("b"), "2", key("c"), "3");
    assertThat(view.putAllAtomically(values)).containsOnlyKeys(values.keySet());
    assertThat(store.operations()).containsExactly("readAll(3)", "mergeAll(3)");
    assertThat(view.getAll(values.keySet())).isEqualTo(values);
  }

  @Test
  void putAllAtomicallyTriesAgainWhenAnotherWriterComesBetween() {
    AtomicInteger rivals = new AtomicInteger(3);
    faulty
        .faults()
        .runBefore(
            Operation.MERGE_ALL,
            () -> {
              if (rivals.getAndDecrement() > 0) {
                rival(key("a"));
              }
            });
    view.putAllAtomically(Map.of(key("a"), "1", key("b"), "2"));
    assertThat(store.count(Operation.MERGE_ALL)).isEqualTo(4);
    assertThat(view.getAll(List.of(key("a"), key("b"))))
        .isEqualTo(Map.of(key("a"), "1", key("b"), "2"));
  }

  @Test
  void putAllAtomicallyOfNothingWritesNothing() {
    assertThat(view.putAllAtomically(Map.of())).isEmpty();
    assertThat(view.putAll(Map.of())).isEmpty();
    assertThat(store.operations()).isEmpty();
  }

  @Test
  void putAllAtomicallyIsRejectedByAStoreThatCannot() {
    ReferenceStore limited =
        ReferenceStore.create(
            "limited", clock, ReferenceStore.CAPABILITIES.without(Capability.ATOMIC_BATCHES));
    TypedStore<String> on = TypedStore.of(limited, codec, stamps);
    assertThatThrownBy(() -> on.putAllAtomically(Map.of(key("a"), "x")))
        .isInstanceOf(RejectedException.class);
    assertThat(limited.read(key("a"))).isNull();
  }

  @Test
  void putIfAbsentWritesOnce() {
    assertThat(view.putIfAbsent(key("a"), "first")).isPresent();
    assertThat(view.putIfAbsent(key("a"), "second")).isEmpty();
    assertThat(view.get(key("a"))).isEqualTo("first");
    view.delete(key("a"));
    assertThat(view.putIfAbsent(key("a"), "third")).isPresent();
  }

  @Test
  void replaceAndDeleteExpectAStamp() {
    Stamp first = view.put(key("a"), "first").stamp();
    Stamp second = view.replace(key("a"), first, "second").orElseThrow().stamp();
    assertThat(view.replace(key("a"), first, "third")).isEmpty();
    assertThat(view.delete(key("a"), first)).isEmpty();
    assertThat(view.get(key("a"))).isEqualTo("second");
    assertThat(view.delete(key("a"), second)).isPresent();
    assertThat(view.get(key("a"))).isNull();
    assertThat(view.replace(key("never"), first, "x")).isEmpty();
  }

  @Test
  void updateIsGivenTheValueAndDeletesOnNull() {
    assertThat(view.update(key("n"), n -> n == null ? "1" : n + "1")).isEqualTo("1");
    assertThat(view.update(key("n"), n -> n + "1")).isEqualTo("11");
    assertThat(view.update(key("n"), n -> null)).isNull();
    assertThat(reference.read(key("n")).isTombstone()).isTrue();
  }

  @Test
  void updateIsCalledAgainWhenAnotherWriteComesBetween() {
    view.put(key("n"), "mine");
    List<String> given = new ArrayList<>();
    view.update(
        key("n"),
        n -> {
          given.add(n);
          if (given.size() < 3) {
            rival(key("n"));
          }
          return n + "+";
        });
    assertThat(given).containsExactly("mine", "rival", "rival");
    assertThat(view.get(key("n"))).isEqualTo("rival+");
  }

  @Test
  void updateGivesUpWhenOthersAreAlwaysFasterAndNothingHappened() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                view.update(
                    key("n"),
                    n -> {
                      calls.incrementAndGet();
                      rival(key("n"));
                      return "lost";
                    }))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("'n'");
    assertThat(calls.get()).isBetween(2, 1_000);
    assertThat(view.get(key("n"))).isEqualTo("rival");
  }

  // --- clocks ---

  @Test
  void aWriteThatMeetsAClockAheadIsStampedAboveItAndWins() {
    Stamp theirs = ahead(Duration.ofSeconds(30));
    reference.merge(Write.of(value(key("a"), theirs, "theirs")));
    Receipt receipt = view.put(key("a"), "mine");
    assertThat(receipt.stamp()).isGreaterThan(theirs);
    assertThat(view.get(key("a"))).isEqualTo("mine");
    assertThat(store.operations()).startsWith("merge(1)", "merge(1)");
  }

  @Test
  void aConditionalWriteThatMeetsAClockAheadWinsToo() {
    Stamp theirs = ahead(Duration.ofSeconds(30));
    reference.merge(Write.of(value(key("a"), theirs, "theirs")));
    assertThat(view.replace(key("a"), theirs, "mine")).isPresent();
    assertThat(view.update(key("a"), n -> n + "+")).isEqualTo("mine+");
  }

  @Test
  void aStampADayAheadIsNotFollowedAndTheErrorSaysSo() {
    Stamp theirs = ahead(DAY);
    reference.merge(Write.of(value(key("a"), theirs, "theirs")));
    assertClockError(() -> view.put(key("a"), "mine"));
    assertClockError(() -> view.putAll(Map.of(key("a"), "mine")));
    assertClockError(() -> view.putAllAtomically(Map.of(key("a"), "mine")));
    assertClockError(() -> view.replace(key("a"), theirs, "mine"));
    assertThat(view.get(key("a"))).isEqualTo("theirs");
    assertThat(view.put(key("b"), "x").stamp().epochMillis()).isEqualTo(clock.millis());
  }

  @Test
  void aClockThatIsSetBackAnHourDoesNotLoseWrites() {
    view.put(key("a"), "before");
    clock.advance(Duration.ofHours(-1));
    view.put(key("a"), "after");
    assertThat(view.get(key("a"))).isEqualTo("after");
  }

  // --- errors ---

  @Test
  void theErrorsOfTheStoreComeThrough() {
    faulty.faults().failAfter(Operation.MERGE, 1);
    assertThatThrownBy(() -> view.put(key("a"), "x")).isInstanceOf(OutcomeUnknownException.class);
    assertThat(view.get(key("a"))).isEqualTo("x");
    faulty.faults().down();
    assertThatThrownBy(() -> view.get(key("a"))).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> view.list("")).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aValueThatDoesNotEncodeIsNotWrittenAndNotRepeatedInTheMessage() {
    assertThatThrownBy(() -> view.put(key("a"), "secret\ud800"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("'a'")
        .hasMessageNotContaining("secret");
    assertThat(store.operations()).isEmpty();
  }

  private void rival(Key key) {
    rivals.put(key, "rival");
  }

  private Stamp ahead(Duration duration) {
    return Stamp.of(clock.millis() + duration.toMillis(), 0, 9);
  }

  private static void assertClockError(ThrowableAssert.ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            RejectedException.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.CLOCK));
  }
}
