package dev.headwater.store.cockroach;

import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.KeyRange;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * A listing by key: each page is one statement that goes on after the last key, so nothing is held
 * in the database between pages. Closed, or after its last page, it holds nothing at all.
 */
final class CockroachCursor implements EntryCursor {

  private final ListRequest request;
  private final Supplier<Operation> operations;
  private final TransactionRetry retry;
  private final InstantSource time;
  private KeyRange rest;
  private boolean ended;

  /**
   * A listing from its beginning.
   *
   * @param operations makes one for each page
   */
  CockroachCursor(
      ListRequest request,
      Supplier<Operation> operations,
      TransactionRetry retry,
      InstantSource time) {
    this.request = request;
    this.operations = operations;
    this.retry = retry;
    this.time = time;
    KeyRange range = KeyRange.ofPrefix(request.prefix());
    Key after = request.after();
    this.rest = after == null ? range : range.after(after.utf8());
  }

  @Override
  public Page next() {
    if (ended) {
      throw new IllegalStateException("the listing is at its end");
    }
    ended = true; // unless it turns out otherwise
    RowPage page = retry.run(operations.get(), this::read);
    if (page.isFull()) {
      rest = rest.after(page.lastKey());
      ended = false;
    }
    return new Page(page.rows().entries(), page.rows().corrupt(), ended);
  }

  private RowPage read(Session session) throws SQLException {
    return read(session, rest, request.scope(), request.pageSize(), time.millis());
  }

  /** One page of a range. */
  static RowPage read(
      Session session, KeyRange range, ListRequest.Scope scope, int pageSize, long nowMillis)
      throws SQLException {
    boolean live = scope == ListRequest.Scope.LIVE;
    return session.read(
        live ? session.schema().listLive() : session.schema().list(),
        statement -> {
          int index = setRange(statement, range);
          if (live) {
            statement.setLong(index++, nowMillis);
          }
          statement.setInt(index++, pageSize);
          statement.setLong(index, RowPage.MAX_BYTES);
        },
        rows -> RowPage.ofListing(rows, session.operation().subject(), pageSize));
  }

  private static int setRange(PreparedStatement statement, KeyRange range) throws SQLException {
    statement.setBytes(1, range.from());
    statement.setBytes(2, KeyBounds.upper(range));
    return 3;
  }

  @Override
  public void close() {
    ended = true;
  }
}
