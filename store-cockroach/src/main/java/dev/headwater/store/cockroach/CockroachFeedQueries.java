package dev.headwater.store.cockroach;

import dev.headwater.store.KeyRange;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * CockroachDB: each row carries the timestamp of the transaction that last wrote it, and the anchor
 * is a timestamp. Rows are read as of a moment in the near past, which settles that moment: no
 * transaction can commit at or before it afterwards. So the rows up to it are all there are.
 *
 * <p>{@code cluster_logical_timestamp()} fixes a transaction's commit timestamp, so that the column
 * is just that timestamp; it needs SERIALIZABLE.
 */
final class CockroachFeedQueries implements FeedQueries {

  /**
   * How far in the past changes are read, in nanoseconds. Transactions that take longer are pushed
   * and tried again when the feed reads.
   */
  private static final String READ_LAG = "1000000000";

  /**
   * How far in the past a feed begins, in nanoseconds: what {@code follower_read_timestamp()} uses,
   * at which the cluster has closed its timestamps, though nobody has read the table.
   */
  private static final String HEAD_LAG = "4800000000";

  private static final String ANCHOR =
      """
      SELECT incarnation, (cluster_logical_timestamp() - %s)::STRING
      FROM $meta WHERE table_name = ?""";

  /* AS OF SYSTEM TIME takes a literal alone; what goes in is checked to be a number. */
  private static final String CHANGES =
      """
      SELECT $columns, commit_ts::STRING FROM (
        SELECT $columns, commit_ts, sum(octet_length(v)) OVER
          (ORDER BY commit_ts, k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead
        FROM (
          SELECT $columns, commit_ts FROM $table
          WHERE (commit_ts, k) > (?::DECIMAL, ?) AND commit_ts <= ?::DECIMAL
            AND k >= ? AND k < ?
          ORDER BY commit_ts, k LIMIT ?) AS changed) AS page
      AS OF SYSTEM TIME '%s'
      WHERE ahead IS NULL OR ahead < ? ORDER BY commit_ts, k""";

  @Override
  public Pattern anchorForm() {
    return FeedPosition.Forms.ORDER;
  }

  @Override
  public Anchor head(Session session) throws SQLException {
    return anchor(session, HEAD_LAG);
  }

  @Override
  public Changes changes(Session session, FeedPosition position, KeyRange range, int pageSize)
      throws SQLException {
    Anchor now = anchor(session, READ_LAG);
    Place place = Place.of(position);
    if (!isAfter(now.text(), place.timestamp())) {
      return new Changes(new Anchor(now.incarnation(), place.since()), nothing(session, pageSize));
    }
    RowPage page =
        session.read(
            changesAsOf(session.schema(), now.text()),
            statement -> {
              statement.setString(1, place.timestamp());
              statement.setBytes(2, place.key());
              statement.setString(3, now.text());
              statement.setBytes(4, range.from());
              statement.setBytes(5, KeyBounds.upper(range));
              statement.setInt(6, pageSize);
              statement.setLong(7, RowPage.MAX_BYTES);
            },
            rows -> {
              RowPage.Builder builder = builder(session, pageSize);
              while (rows.next()) {
                builder.addChange(rows);
              }
              return builder.build();
            });
    return new Changes(now, page);
  }

  /** The text of the statement that reads as of this moment. */
  static String changesAsOf(CockroachSchema schema, String timestamp) {
    if (!FeedPosition.Forms.ORDER.matcher(timestamp).matches()) {
      throw new IllegalArgumentException("no timestamp of CockroachDB: '" + timestamp + "'");
    }
    return schema.text(CHANGES).formatted(timestamp);
  }

  /** The text of the statement that asks for a moment so many nanoseconds ago. */
  static String anchorText(CockroachSchema schema, String lagNanos) {
    return schema.text(ANCHOR).formatted(lagNanos);
  }

  private static Anchor anchor(Session session, String lagNanos) throws SQLException {
    CockroachSchema schema = session.schema();
    return session.read(
        anchorText(schema, lagNanos),
        statement -> statement.setString(1, schema.table()),
        rows -> {
          if (!rows.next()) {
            throw FeedQueries.tableForgotten();
          }
          return new Anchor(rows.getString(1), rows.getString(2));
        });
  }

  private static boolean isAfter(String left, String right) {
    return new BigDecimal(left).compareTo(new BigDecimal(right)) > 0;
  }

  private static RowPage nothing(Session session, int pageSize) {
    return builder(session, pageSize).build();
  }

  private static RowPage.Builder builder(Session session, int pageSize) {
    return new RowPage.Builder(session.operation().subject(), pageSize);
  }

  /**
   * After which row to read on.
   *
   * @param since the moment whose changes are all known
   */
  @SuppressWarnings("ArrayRecordComponent") // parameters of one statement
  private record Place(String since, String timestamp, byte[] key) {

    static Place of(FeedPosition position) {
      if (position instanceof FeedPosition.Amid amid) {
        return new Place(amid.since(), amid.order(), HexFormat.of().parseHex(amid.key()));
      }
      if (position instanceof FeedPosition.Following following) {
        return new Place(following.since(), following.since(), KeyBounds.aboveAllKeys());
      }
      throw new IllegalArgumentException("not amid changes: " + position);
    }
  }
}
