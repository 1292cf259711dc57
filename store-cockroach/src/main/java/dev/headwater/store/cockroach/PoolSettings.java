package dev.headwater.store.cockroach;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.headwater.store.spi.Secret;
import dev.headwater.store.spi.StoreUri.Host;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How the driver and the pool are set. */
final class PoolSettings {

  private static final String APPLICATION = "headwater";
  private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);
  private static final Duration KEEPALIVE = Duration.ofSeconds(150);
  private static final long MIN_POOL_MILLIS = 250; // the pool takes no less
  private static final long MAX_VALIDATION_MILLIS = 500;
  private static final int CONNECT_SECONDS = 2;

  private PoolSettings() {}

  /** The driver's settings. */
  static PGSimpleDataSource driver(CockroachStoreConfig config) {
    PGSimpleDataSource driver = new PGSimpleDataSource();
    driver.setServerNames(config.hosts().stream().map(Host::name).toArray(String[]::new));
    driver.setPortNumbers(config.hosts().stream().mapToInt(Host::port).toArray());
    driver.setDatabaseName(config.database());
    driver.setUser(config.user());
    config.password().map(Secret::reveal).ifPresent(driver::setPassword);
    driver.setApplicationName(APPLICATION);
    driver.setLogServerErrorDetail(false); // it may quote rows
    driver.setTcpKeepAlive(true);
    driver.setConnectTimeout(CONNECT_SECONDS);
    setTimeout(driver, config);
    setTls(driver, config.tls());
    if (config.hosts().size() > 1) {
      driver.setLoadBalanceHosts(true);
      driver.setTargetServerType("primary");
    }
    return driver;
  }

  /* The server gives a statement up when nobody waits for it any more; the socket a bit later. */
  private static void setTimeout(PGSimpleDataSource driver, CockroachStoreConfig config) {
    long millis = config.timeout().toMillis();
    driver.setOptions("-c statement_timeout=" + millis);
    driver.setSocketTimeout((int) (millis / 1000 + 2));
  }

  private static void setTls(PGSimpleDataSource driver, Tls tls) {
    driver.setSslMode(tls.mode());
    tls.rootCert().ifPresent(driver::setSslRootCert);
    tls.cert().ifPresent(driver::setSslCert);
    tls.key().ifPresent(driver::setSslKey);
  }

  /** The pool's settings. */
  static HikariConfig of(CockroachStoreConfig config, DataSource driver, Dialect dialect) {
    HikariConfig pool = new HikariConfig();
    long millis = Math.max(MIN_POOL_MILLIS, config.timeout().toMillis());
    pool.setDataSource(driver);
    pool.setPoolName("headwater-sql-" + config.table());
    pool.setMaximumPoolSize(config.poolSize());
    pool.setMinimumIdle(config.poolSize());
    pool.setConnectionTimeout(millis);
    pool.setValidationTimeout(Math.max(MIN_POOL_MILLIS, Math.min(MAX_VALIDATION_MILLIS, millis)));
    pool.setInitializationFailTimeout(-1);
    pool.setMaxLifetime(MAX_LIFETIME.toMillis());
    pool.setKeepaliveTime(KEEPALIVE.toMillis());
    pool.setTransactionIsolation(config.isolation().orElse(dialect.usualIsolation()).poolName());
    pool.setExceptionOverride(new VerdictsEvict());
    AtomicInteger count = new AtomicInteger();
    pool.setThreadFactory(
        task -> {
          Thread thread = new Thread(task, "headwater-sql-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    pool.validate();
    return pool;
  }

  /** The pool evicts nothing by itself, and logs nothing: a {@link Verdict} says what is spoilt. */
  private static final class VerdictsEvict implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException error) {
      return Override.DO_NOT_EVICT;
    }
  }
}
