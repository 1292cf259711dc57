package dev.headwater.store.sqlite;

import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.KeyRange;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows the numbers of the commit order. Every row has the number of its last write, so that a
 * feed from the start is one from before the first number, and each key comes once. It holds no
 * connection between polls.
 */
final class SqliteFeed implements Feed {

  /** How many numbers one step passes at most: a bound on its time where few keys are followed. */
  private static final long WINDOW = 10_000;

  private final FeedRequest request;
  private final KeyRange range;
  private final Calls calls;
  private volatile boolean closed;

  private @Nullable Place place; // until the first step it is where the request says

  SqliteFeed(FeedRequest request, Calls calls) {
    this.request = request;
    this.range = KeyRange.ofPrefix(request.prefix());
    this.calls = calls;
  }

  /** Where the feed is, in one life of the file. */
  private record Place(String incarnation, long seq, Continuity continuity) {}

  /**
   * What one step brought.
   *
   * @param head how far the file had come
   */
  private record Step(FeedPage page, Place next, long head) {

    boolean moreAtOnce() {
      return next.seq() < head;
    }

    boolean tells() {
      return !page.isEmpty() || page.continuity() == Continuity.RESTARTED;
    }
  }

  @Override
  public FeedPage poll(Duration wait) {
    Deadline deadline = calls.deadline(wait);
    Deadline limit = calls.deadline();
    while (true) {
      requireOpen();
      Step step = calls.snapshot(calls.subject("feed", null), this::step);
      place = step.next();
      boolean goesOn = step.moreAtOnce() && !limit.isPast();
      if (step.tells() || (!goesOn && deadline.isPast())) {
        return step.page();
      }
      if (!step.moreAtOnce()) {
        await(step.head(), deadline);
      }
    }
  }

  private Step step(SqliteConnection connection, Subject subject) throws SQLException {
    Head head = Head.read(connection);
    Place from = place(connection, head);
    long upTo = Math.min(head.seq(), from.seq() + WINDOW);
    EntryPage<Long> page =
        EntryTable.changes(
            connection, new EntryTable.Seqs(from.seq(), upTo), range, request.pageSize(), subject);
    Long last = page.last();
    long reached = page.isFull() && last != null ? last : upTo;
    return new Step(
        new FeedPage(
            page.entries(), page.corrupt(), head.mark(connection, reached), from.continuity()),
        new Place(head.incarnation(), reached, Continuity.CONTINUOUS),
        head.seq());
  }

  private Place place(SqliteConnection connection, Head head) throws SQLException {
    Place known = place;
    if (known == null) {
      return first(connection, head);
    }
    boolean isPast = known.incarnation().equals(head.incarnation()) && known.seq() <= head.seq();
    return isPast ? known : restarted(head);
  }

  private Place first(SqliteConnection connection, Head head) throws SQLException {
    if (request.after() == null) {
      return new Place(head.incarnation(), 0, Continuity.CONTINUOUS);
    }
    Long seq = head.position(connection, request.after());
    return seq == null
        ? restarted(head)
        : new Place(head.incarnation(), seq, Continuity.CONTINUOUS);
  }

  private static Place restarted(Head head) {
    return new Place(head.incarnation(), 0, Continuity.RESTARTED);
  }

  private void await(long head, Deadline deadline) {
    try {
      calls.awaitChange(head, deadline, () -> closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          calls.subject("feed", null), "the thread was interrupted while it waited; poll again", e);
    }
  }

  private void requireOpen() {
    calls.requireOpen();
    if (closed) {
      throw new IllegalStateException("the feed is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    calls.wakeAll();
  }
}
