package dev.headwater.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.RandomEntries;
import dev.headwater.testkit.ReferenceStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any two stores, any mode: what both hold afterwards follows from the order of entries alone. */
class SyncConvergenceTest {

  private static final int KEYS = 40;

  private final ManualClock clock = new ManualClock();

  static Stream<Long> seeds() {
    return IntStream.range(0, 100).mapToObj(Long::valueOf);
  }

  private ReferenceStore random(String name, RandomEntries entries) {
    ReferenceStore store = ReferenceStore.create(name, clock);
    for (int i = entries.random().nextInt(2 * KEYS); i > 0; i--) {
      Contents.fill(store, entries.entry());
    }
    return store;
  }

  private RandomEntries entries(long seed) {
    return new RandomEntries(
        seed, IntStream.range(0, KEYS).mapToObj(i -> Key.of("k" + i)).toList(), clock.millis());
  }

  private SyncReport sync(Store source, Store target, Sync.Mode mode, int size) {
    return Sync.between(source, target)
        .mode(mode)
        .time(clock)
        .pageSize(size)
        .batchSize(size)
        .background(new Inline().background())
        .build()
        .run();
  }

  private CheckReport check(Store source, Store target) {
    return Check.between(source, target)
        .time(clock)
        .pageSize(7)
        .background(new Inline().background())
        .build()
        .run();
  }

  /** What a side holds after the other side's entries were offered to it. */
  private static Map<Key, Entry> joined(Map<Key, Entry> own, Map<Key, Entry> other) {
    Map<Key, Entry> joined = new TreeMap<>(own);
    other.forEach(
        (key, offered) ->
            joined.merge(key, offered, (held, it) -> EntryOrder.supersedes(it, held) ? it : held));
    return joined;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mirrors(long seed) {
    RandomEntries entries = entries(seed);
    ReferenceStore source = random("left", entries);
    ReferenceStore target = random("right", entries);
    Map<Key, Entry> left = Contents.of(source);
    Map<Key, Entry> expected = joined(Contents.of(target), left);
    sync(source, target, Sync.Mode.MIRROR, 1 + entries.random().nextInt(9));
    assertThat(Contents.of(target)).as("seed %d", seed).isEqualTo(expected);
    assertThat(Contents.of(source)).as("seed %d", seed).isEqualTo(left);
    SyncReport second = sync(source, target, Sync.Mode.MIRROR, 10);
    assertThat(second.copied() + second.removed()).as("seed %d", seed).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void joinsBothWays(long seed) {
    RandomEntries entries = entries(seed);
    ReferenceStore source = random("left", entries);
    ReferenceStore target = random("right", entries);
    Map<Key, Entry> left = Contents.of(source);
    Map<Key, Entry> right = Contents.of(target);
    boolean equalBefore = check(source, target).isEqual();
    SyncReport first = sync(source, target, Sync.Mode.TWO_WAY, 1 + entries.random().nextInt(9));
    assertThat(equalBefore).as("seed %d", seed).isEqualTo(first.copied() + first.removed() == 0);
    assertThat(Contents.of(source)).as("seed %d", seed).isEqualTo(joined(left, right));
    assertThat(Contents.of(target)).as("seed %d", seed).isEqualTo(Contents.of(source));
    SyncReport second = sync(source, target, Sync.Mode.TWO_WAY, 10);
    assertThat(second.copied() + second.removed()).as("seed %d", seed).isZero();
    assertThat(check(source, target).isEqual()).as("seed %d", seed).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void doesNotDependOnWhichSideIsTheSource(long seed) {
    RandomEntries one = entries(seed);
    ReferenceStore a = random("a", one);
    ReferenceStore b = random("b", one);
    RandomEntries again = entries(seed);
    ReferenceStore c = random("c", again);
    ReferenceStore d = random("d", again);
    sync(a, b, Sync.Mode.TWO_WAY, 5);
    sync(d, c, Sync.Mode.TWO_WAY, 5);
    assertThat(Contents.of(a)).as("seed %d", seed).isEqualTo(Contents.of(c));
    assertThat(Contents.of(b)).as("seed %d", seed).isEqualTo(Contents.of(d));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void goesQuietInARingOfThree(long seed) {
    RandomEntries entries = entries(seed);
    ReferenceStore a = random("a", entries);
    ReferenceStore b = random("b", entries);
    ReferenceStore c = random("c", entries);
    Sync.Mode mode = seed % 2 == 0 ? Sync.Mode.MIRROR : Sync.Mode.TWO_WAY;
    for (int round = 0; round < 3; round++) {
      long moved = moved(a, b, mode) + moved(b, c, mode) + moved(c, a, mode);
      assertThat(moved).as("seed %d, round %d", seed, round).isLessThan(3L * KEYS);
    }
    assertThat(moved(a, b, mode) + moved(b, c, mode) + moved(c, a, mode))
        .as("seed %d", seed)
        .isZero();
    assertThat(check(a, b).isEqual()).as("seed %d", seed).isTrue();
    assertThat(check(b, c).isEqual()).as("seed %d", seed).isTrue();
    assertThat(check(c, a).isEqual()).as("seed %d", seed).isTrue();
  }

  private long moved(Store source, Store target, Sync.Mode mode) {
    SyncReport report = sync(source, target, mode, 7);
    return report.copied() + report.removed();
  }
}
