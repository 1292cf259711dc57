package dev.headwater.store.cockroach;

import dev.headwater.store.KeyRange;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** How a database is asked what changed. Stateless. */
interface FeedQueries {

  /**
   * A place in the order of commits.
   *
   * @param incarnation which life of the table it belongs to
   * @param text the place, as in {@link FeedPosition}
   */
  record Anchor(String incarnation, String text) {}

  /**
   * Rows that changed.
   *
   * @param now where to go on once all of these rows are read
   * @param page the rows, by feed column and key
   */
  record Changes(Anchor now, RowPage page) {}

  /** The form of this dialect's anchors; a mark of another form is not of this place. */
  Pattern anchorForm();

  /**
   * An anchor such that a feed from it needs nothing that is visible now, and misses nothing that
   * is not.
   */
  Anchor head(Session session) throws SQLException;

  /** Rows that changed after a position, in this range of keys. */
  Changes changes(Session session, FeedPosition position, KeyRange range, int pageSize)
      throws SQLException;

  /** The table's row of {@link CockroachSchema#META_TABLE} is gone: it is to be set up again. */
  static SQLException tableForgotten() {
    return new SQLException("the table has no row in " + CockroachSchema.META_TABLE, "42P01");
  }

  /** The queries of this dialect. */
  static FeedQueries of(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> new PostgresFeedQueries();
      case COCKROACH -> new CockroachFeedQueries();
    };
  }
}
