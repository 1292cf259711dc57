package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StampFloorsTest {

  @Test
  void aFloorIsTheHighestStampSeen() {
    StampFloors floors = new StampFloors(16);

    floors.raise(key("a"), stamp(20));
    floors.raise(key("a"), stamp(10));

    assertThat(floors.exact(key("a"))).isEqualTo(stamp(20));
    assertThat(floors.doubts(key("a"), stamp(19))).isTrue();
    assertThat(floors.doubts(key("a"), stamp(20))).isFalse();
    assertThat(floors.exact(key("b"))).isNull();
    assertThat(floors.doubts(key("b"), stamp(1))).isFalse();
  }

  @Test
  void aForgottenKeyMayComeBackWithAnyStamp() {
    StampFloors floors = new StampFloors(16);
    floors.raise(key("a"), stamp(20));

    floors.forget(key("a"));

    assertThat(floors.doubts(key("a"), stamp(1))).isFalse();
  }

  @Test
  void aFullSetForgetsItsLowestAndDoubtsWhatIsBelow() {
    StampFloors floors = new StampFloors(4);
    for (int i = 1; i <= 5; i++) {
      floors.raise(key("k" + i), stamp(i * 10));
    }

    assertThat(floors.exact(key("k1"))).isNull();
    assertThat(floors.exact(key("k5"))).isEqualTo(stamp(50));
    assertThat(floors.doubts(key("k1"), stamp(9))).isTrue();
    assertThat(floors.doubts(key("k1"), stamp(10))).isFalse();
    assertThat(floors.forgotten(key("k1"))).isEqualTo(1);
  }

  @Test
  void aStampThatWasSeenLateMakesOlderCopiesDoubtful() {
    StampFloors floors = new StampFloors(16);

    floors.doubtBelow(key("a"), stamp(20));

    assertThat(floors.exact(key("a"))).isNull();
    assertThat(floors.doubts(key("a"), stamp(19))).isTrue();
    assertThat(floors.doubts(key("a"), stamp(20))).isFalse();
  }

  @Test
  void whatWasToldSinceIsRemembered() {
    StampFloors floors = new StampFloors(16);
    floors.told(key("a"), stamp(10));
    int times = floors.toldTimes(key("a"));

    assertThat(floors.toldAbove(key("a"), stamp(5), times)).isFalse();
    floors.told(key("a"), stamp(20));

    assertThat(floors.toldAbove(key("a"), stamp(19), times)).isTrue();
    assertThat(floors.toldAbove(key("a"), stamp(20), times)).isFalse();
    assertThat(floors.exact(key("a"))).isNull();
  }

  @Test
  void whatWasToldOfOthersIsNoNewsOfAKey() {
    StampFloors floors = new StampFloors(1); // all keys share a lock
    int times = floors.toldTimes(key("a"));
    for (int i = 0; i < 32; i++) {
      floors.told(key("other" + i), stamp(20));
    }

    assertThat(floors.toldAbove(key("a"), stamp(10), times)).isFalse();
    assertThat(floors.toldAbove(key("a"), null, times)).isFalse();
    floors.told(key("one more"), stamp(20));

    assertThat(floors.toldAbove(key("a"), stamp(10), times)).as("may be forgotten").isTrue();
    assertThat(floors.toldAbove(key("a"), stamp(20), times)).isFalse();
  }

  @Test
  void noCopyThatIsTooOldIsEverBelieved() {
    long seed = 42;
    Random random = new Random(seed);
    StampFloors floors = new StampFloors(64);
    Map<Key, Stamp> highest = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      Key key = key("k" + random.nextInt(1000));
      Stamp stamp = stamp(random.nextInt(10_000), 1 + random.nextInt(3));
      if (!highest.containsKey(key) || stamp.isAfter(highest.get(key))) {
        floors.raise(key, stamp); // as the authority, or a copy that is not in doubt, would
        highest.put(key, stamp);
      }
      Key asked = key("k" + random.nextInt(1000));
      Stamp copy = stamp(random.nextInt(10_000), 1 + random.nextInt(3));
      Stamp seen = highest.get(asked);
      if (seen != null && seen.isAfter(copy)) {
        assertThat(floors.doubts(asked, copy)).as("seed %d, step %d", seed, i).isTrue();
      }
    }
  }
}
