package dev.headwater.store;

/**
 * A listing, page by page, in key order, without duplicates. Used by one thread at a time; close
 * it.
 *
 * <p>Weakly consistent: an entry that is there from the first page to the last is listed, one that
 * comes, changes or goes meanwhile may be listed or not. A store may promise more.
 */
public interface EntryCursor extends AutoCloseable {

  /**
   * The next page. After the {@linkplain Page#last last} page the cursor must not be asked again.
   *
   * @throws StoreUnavailableException if the store could not be asked; the cursor is then at its
   *     end, and a new listing after the last key seen goes on
   */
  Page next();

  /** Releases what the cursor holds. May be repeated. */
  @Override
  void close();
}
