package dev.headwater.store.cockroach;

import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import java.util.List;

/** Opens stores with the URI schemes {@code cockroach} and {@code postgresql}. */
public final class CockroachStoreProvider implements StoreProvider {

  @Override
  public List<String> schemes() {
    return List.of(CockroachStoreConfig.COCKROACH, CockroachStoreConfig.POSTGRESQL);
  }

  @Override
  public List<String> help() {
    return List.of(
        "cockroach://USER@HOST[:PORT][,...]/DATABASE  or postgresql://: a SQL table",
        "table=NAME          the table, created at first use (default headwater)",
        "timeout=5s          the deadline of one operation",
        "pool=8              how many connections",
        "sslmode=MODE        disable, allow, prefer, require, verify-ca, verify-full",
        "                    (default verify-full, on this machine disable)",
        "sslrootcert=FILE    PEM of the authorities to trust",
        "sslcert=FILE        client certificate (PEM)",
        "sslkey=FILE         its key",
        "password-file=FILE  the user's password; else " + CockroachStoreConfig.PASSWORD_VARIABLE,
        "poll=50ms           how often a waiting feed asks for changes",
        "isolation=LEVEL     read-committed or serializable (default the server's)");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    CockroachStoreConfig config = CockroachStoreConfig.of(uri, environment.variables());
    return CockroachStore.open(config, environment.time());
  }
}
