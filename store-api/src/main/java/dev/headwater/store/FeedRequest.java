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
 * @param view whether own writes are delivered before they are decided
 * @param known what the caller holds already, and need not be delivered
 */
public record FeedRequest(
    @Nullable Mark after, String prefix, int pageSize, View view, Known known) {

  public FeedRequest {
    ListRequest.all(prefix).pageSize(pageSize); // the same rules, and the same messages
  }

  /** All changes after the mark. */
  public static FeedRequest after(Mark mark) {
    return new FeedRequest(mark, "", ListRequest.DEFAULT_PAGE_SIZE, View.DECIDED, Known.NOTHING);
  }

  /** Everything the store holds, then all changes. */
  public static FeedRequest fromStart() {
    return new FeedRequest(null, "", ListRequest.DEFAULT_PAGE_SIZE, View.DECIDED, Known.NOTHING);
  }

  /** The same keys, beginning with everything the store holds. */
  public FeedRequest anew() {
    return new FeedRequest(null, prefix, pageSize, view, known);
  }

  public FeedRequest prefix(String newPrefix) {
    return new FeedRequest(after, newPrefix, pageSize, view, known);
  }

  public FeedRequest pageSize(int newPageSize) {
    return new FeedRequest(after, prefix, newPageSize, view, known);
  }

  /** The same, for somebody who holds this already. */
  public FeedRequest known(Known newKnown) {
    return new FeedRequest(after, prefix, pageSize, view, newKnown);
  }

  /** With this process's own writes, as soon as they are accepted; see {@link View#OPTIMISTIC}. */
  public FeedRequest optimistic() {
    return new FeedRequest(after, prefix, pageSize, View.OPTIMISTIC, known);
  }

  /** Whether own writes are delivered before they are decided. */
  public enum View {
    /** What the store has taken, and nothing else. */
    DECIDED,
    /**
     * Also what this process has written and the store's authority has not decided yet, at once,
     * even while the authority is away; if it refuses the write, the feed {@linkplain
     * FeedPage#withdrawn withdraws} it. The same as {@link #DECIDED} in a store that acknowledges
     * no write before it is decided.
     */
    OPTIMISTIC
  }
}
