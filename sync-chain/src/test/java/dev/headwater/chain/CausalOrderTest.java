package dev.headwater.chain;

import static dev.headwater.chain.ChainRig.remote;
import static dev.headwater.testkit.Entries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Key;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscriber;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes whose wall clocks differ by up to a minute: what was written by someone who had seen
 * another write is stamped above that, and told after it.
 */
class CausalOrderTest {

  private static final int PROCESSES = 4;
  private static final int STEPS = 300;
  private static final int KEYS = 6;
  private static final int HALF_OF_WHAT_IS_BELIEVED =
      (int) HybridClock.MAX_DRIFT_MILLIS / 2 - 1_000;

  private final ManualClock clock = new ManualClock();
  private final ReferenceData authority = new ReferenceData();
  private final Map<Stamp, Set<Stamp>> seenBefore = new HashMap<>(); // by write

  /** A process with a clock, a chain, a subscriber, and what its users have seen. */
  private final class Node implements Subscriber<String>, AutoCloseable {
    private final ManualBackground background = new ManualBackground(clock);
    private final List<Change<String>> told = new ArrayList<>();
    private final Set<Stamp> written = new LinkedHashSet<>();
    private final Set<Stamp> seen = new LinkedHashSet<>();
    private final ChainStore chain;
    private final TypedStore<String> texts;
    private final Subscription subscription;

    Node(long offsetMillis, int seed) {
      InstantSource time = () -> clock.instant().plusMillis(offsetMillis);
      chain =
          ChainStore.builder()
              .cache("memory", ChainRig.memory(clock))
              .store("authority", ReferenceStore.over(authority, "authority", clock, remote()))
              .background(background.background())
              .time(time)
              .random(new Random(seed))
              .build();
      texts = TypedStore.of(chain, Codecs.utf8(), chain.clock());
      subscription = texts.subscribe("", Start.NOW, this, background.background());
      background.settle();
    }

    void write(Key key) {
      Stamp stamp = texts.put(key, "x").stamp();
      assertThat(seen).as("stamps that were seen before a write").allMatch(stamp::isAfter);
      seenBefore.put(stamp, Set.copyOf(seen));
      written.add(stamp);
      seen.add(stamp);
    }

    void read(Key key) {
      texts.find(key).ifPresent(value -> seen.add(value.stamp()));
    }

    @Override
    public void changed(Change<String> change) {
      told.add(change);
      seen.add(change.stamp());
    }

    @Override
    public void failed(StoreException error) {
      throw error;
    }

    @Override
    public void close() {
      subscription.close();
      chain.close();
      background.settle();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void causeComesBeforeEffect(int seed) {
    Random random = new Random(seed);
    List<Node> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      long offset = random.nextInt(-HALF_OF_WHAT_IS_BELIEVED, HALF_OF_WHAT_IS_BELIEVED);
      processes.add(new Node(offset, seed));
    }
    for (int step = 0; step < STEPS; step++) {
      step(processes.get(random.nextInt(PROCESSES)), random);
    }
    processes.forEach(process -> process.background.advance(Duration.ofSeconds(1)));
    processes.forEach(CausalOrderTest::requireEachKeyInTheOrderOfStamps);
    processes.forEach(this::requireCausesBeforeEffects);
    assertThat(processes).allMatch(process -> process.told.size() > STEPS / 10);
    processes.forEach(Node::close);
  }

  private static void step(Node process, Random random) {
    Key key = key("k" + random.nextInt(KEYS));
    switch (random.nextInt(4)) {
      case 0 -> process.write(key);
      case 1 -> process.read(key);
      default -> process.background.advance(Duration.ofMillis(random.nextInt(15)));
    }
  }

  private static void requireEachKeyInTheOrderOfStamps(Node process) {
    Map<Key, Stamp> last = new HashMap<>();
    for (Change<String> change : process.told) {
      Stamp before = last.put(change.key(), change.stamp());
      assertThat(before == null || change.stamp().isAfter(before)).isTrue();
    }
  }

  /* Own writes come first, so a process is told of them before what it had only read. */
  private void requireCausesBeforeEffects(Node process) {
    Map<Stamp, Integer> places = new HashMap<>();
    for (int i = 0; i < process.told.size(); i++) {
      places.put(process.told.get(i).stamp(), i);
    }
    seenBefore.forEach(
        (effect, causes) -> {
          Integer place = places.get(effect);
          if (place != null && !process.written.contains(effect)) {
            assertThat(causes)
                .as("told before %s, if told at all", effect)
                .allMatch(cause -> places.getOrDefault(cause, -1) < place);
          }
        });
  }

  @Test
  void whoseClockIsMoreThanAMinuteBehindIsToldSoWhenItMeetsANewerStamp() {
    try (Node ahead = new Node(180_000, 1);
        Node behind = new Node(0, 1)) {
      ahead.write(key("k"));
      behind.background.advance(Duration.ofMillis(50));
      assertThat(behind.told).hasSize(1);
      assertThatThrownBy(() -> behind.texts.put(key("k"), "y"))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.CLOCK));
      assertThat(behind.texts.put(key("other"), "y").stamp())
          .as("a stamp that is not believed does not move the clock")
          .matches(stamp -> !stamp.isAfter(behind.told.get(0).stamp()));
    }
  }
}
