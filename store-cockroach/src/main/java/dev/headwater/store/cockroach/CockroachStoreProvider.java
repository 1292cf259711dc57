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
        "cockroach://USER@HOST[:PORT][,HOST[:PORT]...]/DATABASE, or postgresql://...: one table of"
            + " CockroachDB or PostgreSQL; the password is in HEADWATER_SQL_PASSWORD",
        "table=NAME         the table, created at first use (default: headwater)",
        "timeout=DURATION   the time an operation has (default: 5s)",
        "pool=N             the number of connections (default: 8)",
        "sslmode=MODE       disable, allow, prefer, require, verify-ca or verify-full (default:"
            + " verify-full; on loopback: disable)",
        "sslrootcert=FILE   the certificates to trust",
        "sslcert=FILE       the client's certificate",
        "sslkey=FILE        the client's key",
        "password-file=FILE a file with the password",
        "poll=DURATION      how often a waiting feed asks for changes (default: 50ms)",
        "isolation=LEVEL    read-committed or serializable (default: the database's usual one)");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    CockroachStoreConfig config = CockroachStoreConfig.of(uri, environment.variables());
    return CockroachStore.open(config, environment.time());
  }
}
