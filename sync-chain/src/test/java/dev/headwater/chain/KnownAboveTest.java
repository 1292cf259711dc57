package dev.headwater.chain;

import static dev.headwater.chain.ChainRig.remote;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.Known;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A chain that follows a layer tells it what the complete layers above it hold. */
class KnownAboveTest {

  private static final List<Key> KEYS = List.of(key("a"), key("b"), key("c"));

  private final ManualClock clock = new ManualClock();
  private final ManualBackground background = new ManualBackground(clock);
  private final ReferenceData authority = new ReferenceData();
  private final ReferenceData replica = new ReferenceData();
  private final Asked below = new Asked(store(replica, "below"));
  private final ChainStore chain;

  KnownAboveTest() {
    store(authority, "direct").merge(Write.of(value("a", 5, "newer")));
    store(authority, "direct").merge(Write.of(value("b", 1, "older")));
    store(replica, "direct").merge(Write.of(value("b", 2, "y")));
    store(replica, "direct").merge(Write.of(value("c", 3, "z")));
    chain =
        ChainStore.builder()
            .store("authority", store(authority, "authority"))
            .layer(Layer.store("middle", store(new ReferenceData(), "middle")).readOnly())
            .layer(Layer.store("below", below).behind())
            .background(background.background())
            .time(clock)
            .random(new Random(1))
            .build();
    background.advance(Duration.ofMillis(30));
  }

  private Store store(ReferenceData data, String name) {
    return ReferenceStore.over(data, name, clock, remote());
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void whatIsHeldAboveIsKnownWhenTheLayerIsListed() {
    assertThat(below.knownWhenListed).isEqualTo(Map.of(key("a"), stamp(5), key("b"), stamp(1)));
  }

  @Test
  void andLaterAsItIsThen() {
    assertThat(below.known.of(KEYS))
        .isEqualTo(Map.of(key("a"), stamp(5), key("b"), stamp(2), key("c"), stamp(3)));
    chain.merge(Write.of(value("c", 7, "by this chain")));
    assertThat(below.known.of(List.of(key("c"), key("d")))).isEqualTo(Map.of(key("c"), stamp(7)));
  }

  /** Notes what it is told to be known. */
  private static final class Asked extends ForwardingStore {
    private Map<Key, Stamp> knownWhenListed = Map.of();
    private Known known = Known.NOTHING;

    Asked(Store delegate) {
      super(delegate);
    }

    @Override
    public EntryCursor list(ListRequest request) {
      knownWhenListed = request.known().of(KEYS);
      return super.list(request);
    }

    @Override
    public Feed feed(FeedRequest request) {
      known = request.known();
      return super.feed(request);
    }
  }
}
