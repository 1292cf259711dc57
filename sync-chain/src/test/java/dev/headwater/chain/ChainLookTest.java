package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A chain seen from outside, with what waits in another process's outbox. */
class ChainLookTest {

  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");
  private static final Key C = Key.of("c");

  private final ManualClock clock = new ManualClock();
  private final Store held = ReferenceStore.create("authority", clock);
  private final FaultyStore authority = new FaultyStore(held);
  private final ChainStore chain =
      ChainStore.builder()
          .time(clock)
          .layer(Layer.store("authority", authority).readOnly())
          .build();

  private Store look(Entry... waiting) {
    Map<Key, Entry> byKey = new HashMap<>();
    List.of(waiting).forEach(entry -> byKey.put(entry.key(), entry));
    return new ChainLook(chain, byKey, clock);
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void whatWaitsIsAboveWhatIsHeldUnlessThatIsNewer() {
    held.merge(Write.of(Entries.value("a", 1, "old")));
    held.merge(Write.of(Entries.value("b", 3, "newer")));
    held.merge(Write.of(Entries.value("c", 1, "alone")));
    Entry a = Entries.value("a", 2, "waits");
    Store look = look(a, Entries.value("b", 2, "waits"));

    assertThat(look.read(A)).isEqualTo(a);
    assertThat(look.read(B)).isEqualTo(Entries.value("b", 3, "newer"));
    assertThat(look.readAll(List.of(A, B, C)).entries())
        .containsOnly(
            Map.entry(A, a),
            Map.entry(B, Entries.value("b", 3, "newer")),
            Map.entry(C, Entries.value("c", 1, "alone")));
    assertThat(listed(look))
        .containsExactly(a, Entries.value("b", 3, "newer"), Entries.value("c", 1, "alone"));
  }

  @Test
  void aDeletionThatWaitsHidesWhatIsHeld() {
    held.merge(Write.of(Entries.value("a", 1, "old")));
    Entry deleted = Entries.tombstone("a", 2);

    assertThat(look(deleted).read(A)).isEqualTo(deleted);
    assertThat(listed(look(deleted))).isEmpty();
  }

  @Test
  void whatWaitsIsReadThoughNobodyAnswersAndOnlyThat() {
    authority.faults().down();
    Entry a = Entries.value("a", 2, "waits");

    assertThat(look(a).read(A)).isEqualTo(a);
    assertThatThrownBy(() -> look(a).read(B)).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void itTakesNoWrites() {
    Store look = look();
    Write write = Write.of(Entries.value("a", 1, "v"));

    assertThat(look.capabilities().has(Capability.WRITE)).isFalse();
    assertThatThrownBy(() -> look.merge(write)).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> look.mergeAll(new Batch(List.of(write), Batch.Atomicity.EACH)))
        .isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> look.purge(List.of())).isInstanceOf(RejectedException.class);
    assertThat(held.read(A)).isNull();
  }

  private static List<Entry> listed(Store store) {
    try (EntryCursor cursor = store.list(ListRequest.live(""))) {
      return cursor.next().entries();
    }
  }
}
