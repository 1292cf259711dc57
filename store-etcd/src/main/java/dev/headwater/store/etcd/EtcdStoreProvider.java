package dev.headwater.store.etcd;

import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import java.util.List;

/** Opens etcd stores: {@code etcd://HOST:PORT/PREFIX}. */
public final class EtcdStoreProvider implements StoreProvider {

  @Override
  public List<String> schemes() {
    return List.of("etcd");
  }

  @Override
  public List<String> help() {
    return List.of(
        "etcd://[USER@]HOST[:PORT][,...]/PREFIX  etcd 3.4 or newer, keys below PREFIX",
        "timeout=5s          the deadline of one operation",
        "tls=on|off          encryption; must be said for a host other than this one",
        "ca=FILE             PEM of the authorities to trust, in place of Java's",
        "cert=FILE key=FILE  client certificate and its key (PEM, PKCS#8)",
        "password-file=FILE  the user's password; else " + EtcdStoreConfig.PASSWORD_VARIABLE,
        "max-request=BYTES   the server's --max-request-bytes, if it is not 1572864");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    return EtcdStore.open(EtcdStoreConfig.of(uri, environment.variables()), environment.time());
  }
}
