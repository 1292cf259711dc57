package dev.headwater.store.sqlite;

import dev.headwater.store.Mark;
import dev.headwater.store.sqlite.SqliteConnection.Parameters;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has come.
 *
 * @param incarnation the file's own id
 * @param seq the last number of its commit order
 */
record Head(String incarnation, long seq) {

  /** The head of the moment that the connection reads. */
  static Head read(SqliteConnection connection) throws SQLException {
    return connection.query(
        SqliteSchema.HEAD,
        Parameters.NONE,
        rows -> rows.next() ? new Head(rows.getString(1), rows.getLong(2)) : new Head("none", 0));
  }

  /** The mark of a position at or before this head. */
  Mark mark(SqliteConnection connection, long position) throws SQLException {
    String life =
        connection.query(
            SqliteSchema.LIFE_AT,
            statement -> statement.setLong(1, position),
            rows -> rows.next() ? rows.getString(1) : "none");
    return new Mark(incarnation, new FeedPosition(position, life).toString());
  }

  /** The position that a mark means in this file; {@code null} if it is not one of its past. */
  @Nullable Long position(SqliteConnection connection, Mark mark) throws SQLException {
    FeedPosition position = FeedPosition.parse(mark.position());
    return mark.incarnation().equals(incarnation)
            && position != null
            && isPast(connection, position)
        ? Long.valueOf(position.seq())
        : null;
  }

  private boolean isPast(SqliteConnection connection, FeedPosition position) throws SQLException {
    return connection.query(
        SqliteSchema.LIFE_START,
        statement -> statement.setString(1, position.life()),
        rows ->
            rows.next()
                && position.seq() >= rows.getLong(2)
                && position.seq() <= end(connection, rows.getLong(1)));
  }

  /* Where the life of this number ended: where the next one began, or here. */
  private long end(SqliteConnection connection, long life) throws SQLException {
    return connection.query(
        SqliteSchema.LIFE_END,
        statement -> statement.setLong(1, life),
        rows -> rows.next() ? rows.getLong(1) : seq);
  }
}
