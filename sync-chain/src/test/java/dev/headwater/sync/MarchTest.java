package dev.headwater.sync;

import static dev.headwater.sync.ScriptedStore.last;
import static dev.headwater.sync.ScriptedStore.page;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Page;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.sync.Difference.OnlyInSource;
import dev.headwater.sync.Difference.OnlyInTarget;
import dev.headwater.sync.Difference.Unreadable;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarchTest {

  private final ManualClock clock = new ManualClock();
  private final Inline inline = new Inline();
  private final ReferenceData left = new ReferenceData();
  private final ReferenceData right = new ReferenceData();
  private final ReferenceStore source = ReferenceStore.over(left, "left", clock);
  private final ReferenceStore target = ReferenceStore.over(right, "right", clock);

  private List<Difference> march(Store from, Store to, int pageSize, int retries) {
    List<Difference> found = new ArrayList<>();
    Pair pair = new Pair(from, to, inline.background(), retries);
    try (March march = pair.march(KeyFilter.all(), pageSize)) {
      for (Difference next = march.next(); next != null; next = march.next()) {
        found.add(next);
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000})
  void meetsEveryKeyOnceInTheOrderOfBytes(int pageSize) {
    List<Key> keys = Entries.awkwardKeys();
    for (int i = 0; i < keys.size(); i++) {
      Entry entry = value(keys.get(i), 1, "v");
      if (i % 3 != 0) {
        Contents.fill(source, entry);
      }
      if (i % 3 != 1) {
        Contents.fill(target, entry);
      }
    }
    List<Difference> found = march(source, target, pageSize, 0);
    assertThat(found.stream().map(MarchTest::key)).isEqualTo(keys.stream().sorted().toList());
    for (Difference difference : found) {
      int i = keys.indexOf(key(difference));
      assertThat(difference)
          .isInstanceOf(
              i % 3 == 0
                  ? OnlyInTarget.class
                  : i % 3 == 1 ? OnlyInSource.class : Difference.Same.class);
    }
  }

  private static Key key(Difference difference) {
    Key key = nullableKey(difference);
    if (key == null) {
      throw new AssertionError("a difference without a key");
    }
    return key;
  }

  private static @Nullable Key nullableKey(Difference difference) {
    if (difference instanceof OnlyInSource only) {
      return only.entry().key();
    }
    if (difference instanceof OnlyInTarget only) {
      return only.entry().key();
    }
    if (difference instanceof Difference.Same same) {
      return same.entry().key();
    }
    return difference instanceof Unreadable unreadable
        ? unreadable.error().key()
        : ((Difference.Differs) difference).source().key();
  }

  @Test
  void endsWithBothSidesEmpty() {
    assertThat(march(source, target, 10, 0)).isEmpty();
  }

  @Test
  void meetsWhatIsCorruptInItsPlaceOncePerSide() {
    Contents.fill(source, value("a", 1, "v"), value("c", 1, "v"), value("e", 1, "v"));
    Contents.fill(target, value("b", 1, "v"), value("d", 1, "v"));
    left.corrupt(Key.of("b"));
    left.corrupt(Key.of("f"));
    right.corrupt(Key.of("c"));
    right.corrupt(Key.of("f"));
    assertThat(march(source, target, 2, 0).stream().map(MarchTest::shown))
        .containsExactly(
            "only SOURCE a",
            "corrupt SOURCE b",
            "corrupt TARGET c",
            "only TARGET d",
            "only SOURCE e",
            "corrupt SOURCE f",
            "corrupt TARGET f");
  }

  private static String shown(Difference difference) {
    if (difference instanceof Unreadable unreadable) {
      return "corrupt " + unreadable.side() + " " + unreadable.error().key();
    }
    Side side = difference instanceof OnlyInSource ? Side.SOURCE : Side.TARGET;
    return "only " + side + " " + key(difference);
  }

  @Test
  void meetsWhatHasNotEvenAKey() {
    CorruptEntryException nameless =
        new CorruptEntryException(new StoreException.Subject("odd", "list", null), "no key");
    Entry entry = value("a", 1, "v");
    ScriptedStore odd =
        new ScriptedStore(source, new Page(List.of(entry), List.of(nameless), true));
    Contents.fill(target, entry);
    assertThat(march(odd, target, 10, 0))
        .containsExactly(new Unreadable(Side.SOURCE, nameless), new Difference.Same(entry));
    assertThat(march(target, odd, 10, 0))
        .containsExactly(new Unreadable(Side.TARGET, nameless), new Difference.Same(entry));
  }

  @Test
  void passesEmptyPages() {
    ScriptedStore gaps =
        new ScriptedStore(
            source, page(), page(value("a", 1, "v")), page(), page(value("b", 1, "v")), last());
    assertThat(march(gaps, target, 10, 0)).hasSize(2);
    assertThat(gaps.open).isZero();
  }

  /** Counterexample 35: key order or collation differs between stores. */
  @Test
  void refusesAListingInAnotherOrder() {
    ScriptedStore collated =
        new ScriptedStore(source, page(value("a", 1, "v")), last(value("B", 1, "v")));
    assertThatThrownBy(() -> march(collated, target, 10, 0))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.CONFIGURATION))
        .hasMessageContaining("left: list of 'B': listed after 'a'")
        .hasMessageContaining("collation");
    assertThat(collated.open).isZero();
  }

  @Test
  void refusesAKeyThatIsListedTwice() {
    ScriptedStore twice =
        new ScriptedStore(source, page(value("a", 1, "v")), last(value("a", 2, "v")));
    assertThatThrownBy(() -> march(twice, target, 10, 0)).isInstanceOf(RejectedException.class);
  }

  @Test
  void goesOnAfterTheLastKeyWhenAListingBreaksOff() {
    Contents.fill(source, Entries.values("k", 25, 1));
    FaultyStore faulty = new FaultyStore(source);
    for (int n = 1; n <= 5; n++) {
      faulty.faults().failNth(Operation.PAGE, n);
      assertThat(march(faulty, target, 5, 1)).hasSize(25);
    }
    assertThat(inline.pauses).hasSize(5);
  }

  @Test
  void failsWhenAListingFailsTooOften() {
    FaultyStore faulty = new FaultyStore(source);
    faulty.faults().failBefore(Operation.PAGE, 3);
    assertThatThrownBy(() -> march(faulty, target, 5, 2))
        .isInstanceOf(StoreUnavailableException.class);
    faulty.faults().failBefore(Operation.LIST, 2);
    assertThat(march(faulty, target, 5, 2)).isEmpty();
  }

  @Test
  void listsOnlyWhatTheFilterNeeds() {
    ScriptedStore store = new ScriptedStore(source, last());
    Pair pair = new Pair(store, target, inline.background(), 0);
    try (March march = pair.march(KeyFilter.all().include("a/b*"), 7)) {
      assertThat(march.next()).isNull();
    }
    assertThat(store.requests)
        .containsExactly(dev.headwater.store.ListRequest.all("a/b").pageSize(7));
  }
}
