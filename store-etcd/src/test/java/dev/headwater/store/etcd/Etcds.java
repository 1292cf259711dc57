package dev.headwater.store.etcd;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.FaultProxy;
import dev.headwater.store.spi.StoreUri;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Configurations for tests. */
final class Etcds {

  private Etcds() {}

  static String freshPrefix() {
    return "test-" + UUID.randomUUID();
  }

  /** A proxy before the only node. */
  static FaultProxy proxy(EtcdCluster cluster) {
    String endpoint = cluster.endpoints().get(0);
    int colon = endpoint.indexOf(':');
    return FaultProxy.inFrontOf(
        endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
  }

  static EtcdStoreConfig config(List<String> endpoints, String prefix, String... parameters) {
    String query = parameters.length == 0 ? "" : "?" + String.join("&", parameters);
    return EtcdStoreConfig.of(
        StoreUri.parse("etcd://" + String.join(",", endpoints) + "/" + prefix + query), Map.of());
  }
}
