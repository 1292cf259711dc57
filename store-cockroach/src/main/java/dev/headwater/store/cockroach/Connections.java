package dev.headwater.store.cockroach;

import com.zaxxer.hikari.pool.HikariPool;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one store: a pool of a fixed size, filled once the server has answered and the
 * table is set up. Until then each operation tries that anew, so that a server that is away when
 * the store is opened is no error of opening, and says at once why it can't be used.
 */
final class Connections implements TransactionRetry.Source, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  /**
   * How long a pool that has room may take for one connection. Longer means that the server is
   * away, which the pool by itself would not say before the operation's time is up.
   */
  private static final long MAX_CONNECT_MILLIS = 2_000;

  private final CockroachStoreConfig config;
  private final DataSource dataSource;
  private final Timer timer;
  private final Notices notices;
  private final Semaphore permits;
  private final ReentrantLock setup = new ReentrantLock();
  private @Nullable HikariPool pool; // guarded by setup
  private boolean closed; // guarded by setup
  private volatile @Nullable Ready ready;
  private volatile @Nullable Dialect dialect;

  private record Ready(CockroachSchema schema, HikariPool pool) {}

  Connections(CockroachStoreConfig config, DataSource dataSource, Timer timer) {
    this.config = config;
    this.dataSource = dataSource;
    this.timer = timer;
    this.notices = new Notices(config.location());
    this.permits = new Semaphore(config.poolSize());
  }

  /** Finds out what the server is, if it answers. */
  void introduce(Operation operation) {
    try {
      setUp(operation);
    } catch (SQLException | StoreException e) {
      log.debug("The SQL server does not answer yet", e); // operations will tell
    }
  }

  /** What the server is, once it has answered. */
  @Nullable Dialect dialect() {
    return dialect;
  }

  @Override
  public Lease lease(Operation operation) throws SQLException {
    Ready known = ready;
    Ready now = known == null ? setUp(operation) : known;
    operation.enter(Phase.CONNECT);
    if (!acquired(permits.tryAcquire(), operation)) {
      throw busy("all %d connections were in use".formatted(config.poolSize()));
    }
    try {
      long millis = Math.min(MAX_CONNECT_MILLIS, left(operation));
      Connection connection = now.pool().getConnection(millis);
      Session session = new Session(connection, now.schema(), operation, timer, notices);
      return new PooledLease(now.pool(), connection, session, permits);
    } catch (SQLException | RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private boolean acquired(boolean already, Operation operation) throws SQLException {
    try {
      return already || permits.tryAcquire(left(operation), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void forgetSetup() {
    ready = null;
  }

  private Ready setUp(Operation operation) throws SQLException {
    lockSetup(operation);
    try {
      Ready known = ready;
      if (known != null) {
        return known;
      }
      if (closed) {
        throw busy("the store was closed");
      }
      CockroachSchema schema = install(operation);
      Ready now = new Ready(schema, pool(schema));
      dialect = schema.dialect();
      ready = now;
      return now;
    } finally {
      setup.unlock();
    }
  }

  private void lockSetup(Operation operation) throws SQLException {
    try {
      if (!setup.tryLock(left(operation), TimeUnit.MILLISECONDS)) {
        throw busy("the table is still being set up");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /* With a connection of its own, which fails at once and says why, where a pool goes on trying. */
  private CockroachSchema install(Operation operation) throws SQLException {
    dataSource.setLoginTimeout((int) ((left(operation) + 999) / 1000));
    try (Connection connection = dataSource.getConnection()) {
      operation.enter(Phase.SETUP);
      connection.setNetworkTimeout(Runnable::run, (int) left(operation));
      return new Installation(config, connection, operation).run();
    }
  }

  private HikariPool pool(CockroachSchema schema) {
    HikariPool open = pool;
    if (open == null) {
      open = new HikariPool(PoolSettings.of(config, dataSource, schema.dialect()));
      pool = open;
    }
    return open;
  }

  /** Ends all connections, also those in use. */
  @Override
  public void close() {
    setup.lock();
    try {
      closed = true;
      ready = null;
      if (pool != null) {
        pool.shutdown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      setup.unlock();
    }
  }

  private static long left(Operation operation) {
    return Math.max(1, operation.deadline().leftMillis());
  }

  private static SQLException busy(String why) {
    return new SQLTimeoutException(why, "53300");
  }

  private static SQLException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SQLTimeoutException("the thread was interrupted", "57014", e);
  }
}
