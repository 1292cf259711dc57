package dev.headwater.cli.demo;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.FaultProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The etcd of the demonstration, which can be lost and got back: one that was started for it is
 * killed; any other is left alone, and reached through proxies that are cut.
 */
final class DemoEtcd implements AutoCloseable {

  private final EtcdCluster cluster;
  private final List<FaultProxy> proxies; // one for each node; none if the nodes are ours to kill

  private DemoEtcd(EtcdCluster cluster, List<FaultProxy> proxies) {
    this.cluster = cluster;
    this.proxies = proxies;
  }

  /** Finds or starts it. */
  static DemoEtcd find() {
    EtcdCluster cluster = EtcdCluster.find();
    List<FaultProxy> proxies = new ArrayList<>();
    try {
      if (!cluster.isLocal()) {
        cluster.endpoints().forEach(endpoint -> proxies.add(inFrontOf(endpoint)));
      }
      return new DemoEtcd(cluster, List.copyOf(proxies));
    } catch (RuntimeException e) {
      proxies.forEach(FaultProxy::close);
      cluster.close();
      throw e;
    }
  }

  private static FaultProxy inFrontOf(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    return FaultProxy.inFrontOf(
        endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
  }

  private boolean isOurs() {
    return proxies.isEmpty();
  }

  /** The URI of a store that keeps its keys below the prefix. */
  String uri(String prefix) {
    String user = cluster.user() == null ? "" : cluster.user() + "@";
    return "etcd://%s%s/%s?timeout=2s&%s".formatted(user, String.join(",", hosts()), prefix, tls());
  }

  private List<String> hosts() {
    return isOurs() ? cluster.endpoints() : proxies.stream().map(FaultProxy::endpoint).toList();
  }

  private String tls() {
    var files = cluster.tls();
    return files == null
        ? "tls=off"
        : "tls=on&ca=%s&cert=%s&key=%s"
            .formatted(files.authority(), files.clientCertificate(), files.clientKey());
  }

  @Nullable String password() {
    return cluster.password();
  }

  String description() {
    return cluster.description();
  }

  /** Makes it unreachable; says in a few words how. */
  String lose() {
    if (isOurs()) {
      nodes().forEach(cluster::kill);
      return "etcd killed";
    }
    proxies.forEach(FaultProxy::refuse);
    proxies.forEach(FaultProxy::cutAll);
    return "connections to etcd cut";
  }

  /** Makes it reachable again; its data have stayed. */
  void getBack() {
    if (isOurs()) {
      nodes().forEach(cluster::restart);
    }
    proxies.forEach(FaultProxy::accept);
  }

  private IntStream nodes() {
    return IntStream.range(0, cluster.size());
  }

  /** Deletes every key below the prefix from an etcd that goes on after this program. */
  void clean(String prefix) {
    if (!isOurs()) {
      EtcdPrefix.of(cluster.endpoints().get(0), prefix + "/").delete();
    }
  }

  @Override
  public void close() {
    proxies.forEach(FaultProxy::close);
    cluster.close();
  }
}
