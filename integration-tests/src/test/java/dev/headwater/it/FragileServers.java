package dev.headwater.it;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.servers.FaultProxy;

/**
 * An etcd of a test's own, to kill, and a way to the SQL server to cut, which may not be ours to
 * kill.
 */
final class FragileServers implements AutoCloseable {

  final EtcdCluster etcd = EtcdCluster.start(EtcdOptions.oneNode());
  final FaultProxy sql = FaultProxy.inFrontOf(Servers.sql().host(), Servers.sql().port());

  /** Of an etcd that is waited for a second, since tests that kill it wait often. */
  String etcdUri(String name) {
    return impatient(Servers.etcdUri(etcd, name));
  }

  String sqlUri(String name) {
    return Servers.sqlUri(sql, name);
  }

  LiveChain chain(String name) {
    return new LiveChain(etcdUri(name), sqlUri(name));
  }

  /** The store of such a URI, whose calls end within a second. */
  static String impatient(String uri) {
    return uri.replace("timeout=3s", "timeout=1s");
  }

  @Override
  public void close() {
    sql.close();
    etcd.close();
  }
}
