package dev.headwater.store.etcd;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EtcdStoreContractIT extends StoreContract {

  private static EtcdCluster cluster;

  @BeforeAll
  static void findEtcd() {
    cluster = EtcdCluster.find();
  }

  @AfterAll
  static void releaseEtcd() {
    cluster.close();
  }

  @Override
  protected StoreFixture fixture() {
    return new EtcdFixture(cluster);
  }
}
