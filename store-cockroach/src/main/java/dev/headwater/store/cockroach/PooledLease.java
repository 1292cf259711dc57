package dev.headwater.store.cockroach;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session on a connection of the pool. */
final class PooledLease implements Lease {

  private static final Logger log = LoggerFactory.getLogger(PooledLease.class);

  private final HikariPool pool;
  private final Connection connection;
  private final Session session;
  private final Semaphore permits;

  /**
   * A lease that holds one permit.
   *
   * @param permits where the permit goes back to
   */
  PooledLease(HikariPool pool, Connection connection, Session session, Semaphore permits) {
    this.pool = pool;
    this.connection = connection;
    this.session = session;
    this.permits = permits;
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public void evict() {
    pool.evictConnection(connection);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("A connection could not be given back", e);
      evict();
    } finally {
      permits.release();
    }
  }
}
