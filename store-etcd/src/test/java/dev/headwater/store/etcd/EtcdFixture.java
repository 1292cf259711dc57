package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.servers.EtcdCluster;
import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.Set;

/** A prefix of its own in an etcd. */
final class EtcdFixture implements StoreFixture {

  private final ManualClock clock = new ManualClock();
  private final EtcdStoreConfig config;

  EtcdFixture(EtcdCluster cluster) {
    this.config = Etcds.config(cluster.endpoints(), Etcds.freshPrefix());
  }

  @Override
  public Store open() {
    return EtcdStore.open(config, clock);
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public Set<Capability> expectedCapabilities() {
    return Set.of(
        Capability.WRITE,
        Capability.PRECONDITIONS,
        Capability.ATOMIC_BATCHES,
        Capability.COMPLETE,
        Capability.DURABLE,
        Capability.PUSH_FEED);
  }

  @Override
  public Corruption corrupt(Key key) {
    try (RawEtcd etcd = new RawEtcd(config)) {
      etcd.put(key.text(), ByteString.copyFromUtf8("somebody else wrote this"));
    }
    return Corruption.DONE;
  }

  @Override
  public Duration feedPatience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void close() {
    try (RawEtcd etcd = new RawEtcd(config)) {
      etcd.deleteAll();
    }
  }
}
