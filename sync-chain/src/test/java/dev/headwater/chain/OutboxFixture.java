package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.OutcomesAlone;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceJournal;
import dev.headwater.testkit.ReferenceStore;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Chains that owe something: memory, perhaps a cache, the authority, and perhaps a store below it
 * that is written behind. Each opened chain has its own memory, and its own journal if there is
 * one.
 */
final class OutboxFixture implements StoreFixture {

  /** What stands in the chain besides memory and the authority. */
  enum Depth {
    AUTHORITY(1),
    WITH_REPLICA(2),
    WITH_CACHE_AND_REPLICA(3);

    private final int feeds;

    Depth(int feeds) {
      this.feeds = feeds;
    }
  }

  /** Where the outbox is. */
  enum Kept {
    IN_MEMORY,
    JOURNALED
  }

  private final ManualClock clock = new ManualClock();
  private final ReferenceData cache = new ReferenceData();
  private final ReferenceData authority = new ReferenceData();
  private final ReferenceData replica = new ReferenceData();
  private final Depth depth;
  private final Kept kept;
  private final Acknowledgement acknowledgement;

  OutboxFixture(Depth depth, Kept kept, Acknowledgement acknowledgement) {
    this.depth = depth;
    this.kept = kept;
    this.acknowledgement = acknowledgement;
  }

  @Override
  public Store open() {
    CountDownLatch feeds = new CountDownLatch(depth.feeds);
    ChainStoreBuilder builder =
        ChainStore.builder()
            .time(clock)
            .listener(
                new ChainListener() {
                  @Override
                  public void following(String layer) {
                    feeds.countDown();
                  }
                })
            .acknowledge(acknowledgement)
            .cache("memory", ChainRig.memory(clock));
    if (depth == Depth.WITH_CACHE_AND_REPLICA) {
      builder.cache("cache", store(cache, "cache"));
    }
    Layer deciding = Layer.store("authority", store(authority, "authority"));
    builder.layer(acknowledgement == Acknowledgement.LOCAL ? deciding.behind() : deciding);
    if (depth != Depth.AUTHORITY) {
      builder.layer(Layer.store("replica", store(replica, "replica")).behind());
    }
    if (kept == Kept.JOURNALED) {
      builder.outbox(OutboxConfig.journaled(new ReferenceJournal()));
    }
    ChainStore chain = builder.build();
    await(feeds); // what memory holds is dropped when a feed opens, and with it what is known
    return new OutcomesAlone(chain);
  }

  private static void await(CountDownLatch feeds) {
    try {
      assertThat(feeds.await(10, TimeUnit.SECONDS)).as("the feeds are followed").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Store store(ReferenceData data, String name) {
    return ReferenceStore.over(data, name, clock, ChainRig.remote());
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public Set<Capability> expectedCapabilities() {
    return ChainRig.remote().set();
  }

  @Override
  public Visibility visibility() {
    return Visibility.SOON;
  }

  @Override
  public Decision decision() {
    return acknowledgement == Acknowledgement.LOCAL ? Decision.LATER : Decision.AT_ONCE;
  }

  @Override
  public Corruption corrupt(Key key) {
    return Corruption.IMPOSSIBLE;
  }

  @Override
  public Duration feedPatience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void close() {}
}
