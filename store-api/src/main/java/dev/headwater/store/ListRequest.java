package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * Which entries to list.
 *
 * @param prefix what the keys start with; empty for all
 * @param after list only keys above this one; {@code null} to begin at the first
 * @param pageSize the most entries of one page, 1 to {@value #MAX_PAGE_SIZE}; a store may return
 *     fewer
 * @param scope whether to list deleted and expired entries too
 * @param known what the caller holds already, and need not be listed
 */
public record ListRequest(
    String prefix, @Nullable Key after, int pageSize, Scope scope, Known known) {

  /** The largest page. */
  public static final int MAX_PAGE_SIZE = 10_000;

  /** The page size of requests that do not name one. */
  public static final int DEFAULT_PAGE_SIZE = 1_000;

  public ListRequest {
    KeyText.utf8Length(prefix, "prefix");
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException(
          "pageSize is %d, 1 to %d are allowed".formatted(pageSize, MAX_PAGE_SIZE));
    }
  }

  /** All live entries whose keys start with the prefix. */
  public static ListRequest live(String prefix) {
    return new ListRequest(prefix, null, DEFAULT_PAGE_SIZE, Scope.LIVE, Known.NOTHING);
  }

  /** Everything held of keys that start with the prefix. */
  public static ListRequest all(String prefix) {
    return new ListRequest(prefix, null, DEFAULT_PAGE_SIZE, Scope.ALL, Known.NOTHING);
  }

  public ListRequest after(@Nullable Key newAfter) {
    return new ListRequest(prefix, newAfter, pageSize, scope, known);
  }

  public ListRequest pageSize(int newPageSize) {
    return new ListRequest(prefix, after, newPageSize, scope, known);
  }

  /** The same, for somebody who holds this already. */
  public ListRequest known(Known newKnown) {
    return new ListRequest(prefix, after, pageSize, scope, newKnown);
  }

  /** Whether the entry belongs into this listing at this time. */
  public boolean admits(Entry entry, long nowMillis) {
    return entry.key().startsWith(prefix)
        && (after == null || entry.key().compareTo(after) > 0)
        && (scope == Scope.ALL || entry.isLiveAt(nowMillis));
  }

  /** Whether a listing has deleted and expired entries. */
  public enum Scope {
    /** Live values only: what a reader sees. */
    LIVE,
    /** Everything held: tombstones and expired values, too. */
    ALL
  }
}
