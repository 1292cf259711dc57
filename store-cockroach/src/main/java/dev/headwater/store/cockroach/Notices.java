package dev.headwater.store.cockroach;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the first notice of a server on to the log. CockroachDB tells in notices that it is
 * throttled because its licence is missing or has run out, which looks like slowness otherwise.
 */
final class Notices {

  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  private final String location;
  private final AtomicBoolean told = new AtomicBoolean();

  Notices(String location) {
    this.location = location;
  }

  /** Looks whether the statement brought a notice. */
  void look(Statement statement) throws SQLException {
    SQLWarning notice = statement.getWarnings();
    if (notice != null && told.compareAndSet(false, true)) {
      log.warn("The SQL server of {} says: {}", location, notice.getMessage());
    }
  }
}
