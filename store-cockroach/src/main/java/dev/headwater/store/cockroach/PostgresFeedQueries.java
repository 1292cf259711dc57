package dev.headwater.store.cockroach;

import dev.headwater.store.KeyRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * PostgreSQL: each row carries the id of the transaction that last wrote it, and the anchor is a
 * snapshot. What is visible now and was not visible in that snapshot has been committed since. So a
 * transaction that stays open delays nobody's changes but its own, and none is missed.
 *
 * <p>Ids are those of one cluster's history, so the incarnation has the table's own random id, the
 * cluster's system identifier, its timeline, and the table's object id: a dump that was loaded
 * elsewhere, a failover, a restored backup begin another one.
 */
final class PostgresFeedQueries implements FeedQueries {

  private static final String INCARNATION =
      """
      meta.incarnation || '-' || to_hex((SELECT system_identifier FROM pg_control_system()))\
       || '-' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)\
       || '-' || to_hex('$table'::REGCLASS::OID::INT8)""";

  private static final String HEAD =
      "SELECT "
          + INCARNATION
          + ", pg_current_snapshot()::TEXT FROM $meta AS meta WHERE table_name = ?";

  /* One statement, so that the rows and the snapshot that goes into the mark are of one moment.
  An id of the future comes from another cluster's dump: such a row is found by scanning alone. */
  private static final String CHANGES =
      "SELECT $columns, page.xid::TEXT, pg_current_snapshot()::TEXT, "
          + INCARNATION
          + """
           FROM $meta AS meta LEFT JOIN LATERAL (
            SELECT * FROM (
              SELECT $columns, xid, sum(octet_length(v)) OVER
                (ORDER BY xid, k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead
              FROM $table
              WHERE (xid, k) > (?::XID8, ?) AND xid < pg_snapshot_xmax(pg_current_snapshot())
                AND NOT pg_visible_in_snapshot(xid, ?::PG_SNAPSHOT)
                AND k >= ? AND k < ?
              ORDER BY xid, k LIMIT ?) AS changed
            WHERE ahead IS NULL OR ahead < ?) AS page ON TRUE
          WHERE table_name = ? ORDER BY page.xid, page.k""";

  private static final int NOW_COLUMN = RowPage.Builder.ORDER_COLUMN + 1;
  private static final int INCARNATION_COLUMN = NOW_COLUMN + 1;

  @Override
  public Pattern anchorForm() {
    return FeedPosition.Forms.SNAPSHOT;
  }

  @Override
  public Anchor head(Session session) throws SQLException {
    CockroachSchema schema = session.schema();
    return session.read(
        schema.text(HEAD),
        statement -> statement.setString(1, schema.table()),
        rows -> {
          requireRow(rows);
          return new Anchor(rows.getString(1), rows.getString(2));
        });
  }

  @Override
  public Changes changes(Session session, FeedPosition position, KeyRange range, int pageSize)
      throws SQLException {
    CockroachSchema schema = session.schema();
    Place place = Place.of(position);
    return session.read(
        schema.text(CHANGES),
        statement -> {
          statement.setString(1, place.xid());
          statement.setBytes(2, place.key());
          statement.setString(3, place.since());
          statement.setBytes(4, range.from());
          statement.setBytes(5, KeyBounds.upper(range));
          statement.setInt(6, pageSize);
          statement.setLong(7, RowPage.MAX_BYTES);
          statement.setString(8, schema.table());
        },
        rows -> read(rows, new RowPage.Builder(session.operation().subject(), pageSize)));
  }

  private static Changes read(ResultSet rows, RowPage.Builder page) throws SQLException {
    requireRow(rows);
    Anchor now = new Anchor(rows.getString(INCARNATION_COLUMN), rows.getString(NOW_COLUMN));
    do {
      page.addChange(rows);
    } while (rows.next());
    return new Changes(now, page.build());
  }

  /**
   * After which row to read on.
   *
   * @param since the snapshot whose changes are known
   */
  @SuppressWarnings("ArrayRecordComponent") // parameters of one statement
  private record Place(String since, String xid, byte[] key) {

    private static final byte[] BEFORE_ALL_KEYS = {};

    static Place of(FeedPosition position) {
      if (position instanceof FeedPosition.Amid amid) {
        return new Place(amid.since(), amid.order(), HexFormat.of().parseHex(amid.key()));
      }
      if (position instanceof FeedPosition.Following following) {
        String since = following.since(); // xmin:xmax:..., and all below xmin was visible
        return new Place(since, since.substring(0, since.indexOf(':')), BEFORE_ALL_KEYS);
      }
      throw new IllegalArgumentException("not amid changes: " + position);
    }
  }

  private static void requireRow(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw FeedQueries.tableForgotten();
    }
  }
}
