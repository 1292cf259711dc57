package dev.headwater.store.cockroach;

import dev.headwater.store.StoreException.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Rows of one page, which is cut by number of rows and by bytes of values, so that it stays small
 * whatever the values.
 *
 * @param rows the entries
 * @param lastKey the key of the last row; empty if there is no row
 * @param lastOrder the feed column of the last row as text; empty if there is none
 * @param isFull whether rows may follow
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record RowPage(EntryRows rows, byte[] lastKey, String lastOrder, boolean isFull) {

  /** The most bytes of values in a page, but for the last value, which may be longer. */
  static final long MAX_BYTES = 4L * 1024 * 1024;

  /** All rows of a result of a listing. */
  static RowPage ofListing(ResultSet result, Subject subject, int pageSize) throws SQLException {
    Builder page = new Builder(subject, pageSize);
    while (result.next()) {
      page.add(result, "");
    }
    return page.build();
  }

  /** Takes rows one by one. */
  static final class Builder {

    /** Where the feed column stands in results that have one, after the columns of the entry. */
    static final int ORDER_COLUMN = EntryColumns.COUNT + 1;

    private final EntryRows rows;
    private final int pageSize;
    private byte[] lastKey = {};
    private String lastOrder = "";
    private int count;
    private long bytes;

    Builder(Subject subject, int pageSize) {
      this.rows = new EntryRows(subject);
      this.pageSize = pageSize;
    }

    /** Adds the row of a change that the result stands at, if it is one and not only nulls. */
    void addChange(ResultSet row) throws SQLException {
      String order = row.getString(ORDER_COLUMN);
      if (order != null) {
        add(row, order);
      }
    }

    private void add(ResultSet row, String order) throws SQLException {
      byte[] value = row.getBytes(7);
      bytes += value == null ? 0 : value.length;
      count++;
      lastKey = row.getBytes(1);
      lastOrder = order;
      rows.add(row);
    }

    RowPage build() {
      return new RowPage(rows, lastKey, lastOrder, count == pageSize || bytes >= MAX_BYTES);
    }
  }
}
