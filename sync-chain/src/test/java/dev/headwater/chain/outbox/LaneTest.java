package dev.headwater.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualBackground;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneTest {

  private final ManualBackground background = new ManualBackground();
  private final Lane lane = new Lane(0, background.background(), new Random(1), () -> {});
  private final Recorder courier = new Recorder();

  @BeforeEach
  void start() {
    lane.start(courier);
  }

  @Test
  void whatIsOfferedDuringAHoldIsOneBatch() {
    lane.hold();
    offer("a");
    background.settle();
    assertThat(courier.batches).isEmpty();
    offer("b");
    lane.release();
    background.settle();
    assertThat(courier.batches).containsExactly(List.of("a", "b"));
  }

  @Test
  void aHoldThatBeginsWhileABatchIsTakenEndsTheBatch() {
    courier.whenTaken =
        () -> {
          courier.whenTaken = () -> {};
          lane.hold();
          offer("b");
        };
    offer("a");
    background.settle();
    assertThat(courier.batches).containsExactly(List.of("a"));
    assertThat(lane.isAtRest()).isFalse();
    offer("c");
    lane.release();
    background.settle();
    assertThat(courier.batches).containsExactly(List.of("a"), List.of("b", "c"));
    assertThat(lane.isAtRest()).isTrue();
  }

  @Test
  void aHoldWithinAHoldIsOneHold() {
    lane.hold();
    lane.hold();
    offer("a");
    lane.release();
    background.settle();
    assertThat(courier.batches).isEmpty();
    lane.release();
    background.settle();
    assertThat(courier.batches).containsExactly(List.of("a"));
  }

  private void offer(String key) {
    lane.offer(Key.of(key));
    lane.kick();
  }

  /** Notes what it is to carry. */
  private static final class Recorder implements Lane.Courier {
    final List<List<String>> batches = new ArrayList<>();
    Runnable whenTaken = () -> {};

    @Override
    public int maxItems() {
      return 100;
    }

    @Override
    public Item take(Key key) {
      whenTaken.run();
      Write write = Write.of(Entries.value(key.text(), 1, "x"));
      return Item.of(1, write, Item.State.DECIDED, LayerSet.of(0), 0);
    }

    @Override
    public @Nullable StoreException deliver(List<Item> items) {
      batches.add(items.stream().map(item -> item.key().text()).toList());
      return null;
    }

    @Override
    public void giveBack(List<Item> items) {}
  }
}
