package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * Which changes to follow.
 *
 * @param after follow what was committed after this mark; {@code null} to begin with everything the
 *     store holds
 * @param prefix what the keys start with; empty for all
 * @param pageSize about how many entries one page may have, 1 to {@value
 *     ListRequest#MAX_PAGE_SIZE}; more only where a store can't split one commit
 */
public record FeedRequest(@Nullable Mark after, String prefix, int pageSize) {

  public FeedRequest {
    ListRequest.all(prefix).pageSize(pageSize); // the same rules, and the same messages
  }

  /** All changes after the mark. */
  public static FeedRequest after(Mark mark) {
    return new FeedRequest(mark, "", ListRequest.DEFAULT_PAGE_SIZE);
  }

  /** Everything the store holds, then all changes. */
  public static FeedRequest fromStart() {
    return new FeedRequest(null, "", ListRequest.DEFAULT_PAGE_SIZE);
  }

  public FeedRequest prefix(String newPrefix) {
    return new FeedRequest(after, newPrefix, pageSize);
  }

  public FeedRequest pageSize(int newPageSize) {
    return new FeedRequest(after, prefix, newPageSize);
  }
}
