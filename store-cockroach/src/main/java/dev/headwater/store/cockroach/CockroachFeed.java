package dev.headwater.store.cockroach;

import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.KeyRange;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A feed that asks the table now and then, and at once when this very store has written. It holds
 * no connection between polls.
 */
final class CockroachFeed implements Feed {

  /** What a feed needs of its store. */
  record Context(
      Supplier<Operation> operations,
      TransactionRetry retry,
      StoreLife life,
      Ticker ticker,
      Duration pollInterval) {}

  private final FeedRequest request;
  private final KeyRange range;
  private final Context context;
  private @Nullable Mark mark;
  private volatile boolean closed;

  CockroachFeed(FeedRequest request, Context context) {
    this.request = request;
    this.range = KeyRange.ofPrefix(request.prefix());
    this.context = context;
    this.mark = request.after();
  }

  @Override
  public FeedPage poll(Duration wait) {
    Deadline deadline = Deadline.in(wait, context.ticker());
    while (true) {
      requireOpen();
      long writes = context.life().writes();
      Step step = context.retry().run(context.operations().get(), this::step);
      mark = step.page().mark();
      boolean told = !step.page().isEmpty() || step.page().continuity() == Continuity.RESTARTED;
      if (told || (!step.moreAtOnce() && deadline.isPast())) {
        return step.page();
      }
      if (!step.moreAtOnce()) {
        await(writes, deadline);
      }
    }
  }

  /**
   * What one request brought.
   *
   * @param moreAtOnce whether the next request need not wait
   */
  private record Step(FeedPage page, boolean moreAtOnce) {}

  private Step step(Session session) throws SQLException {
    FeedQueries queries = FeedQueries.of(session.schema().dialect());
    Mark after = mark;
    if (after == null) {
      return begin(queries.head(session), Continuity.CONTINUOUS);
    }
    Optional<FeedPosition> position = FeedPosition.parse(after.position(), queries.anchorForm());
    if (position.isEmpty()) {
      return begin(queries.head(session), Continuity.RESTARTED);
    }
    return position.get() instanceof FeedPosition.Scanning scanning
        ? scan(session, queries, after, scanning)
        : changes(session, queries, after, position.get());
  }

  private static Step begin(FeedQueries.Anchor now, Continuity continuity) {
    Mark start = mark(now, new FeedPosition.Scanning(now.text(), ""));
    return new Step(new FeedPage(List.of(), List.of(), start, continuity), true);
  }

  private Step scan(
      Session session, FeedQueries queries, Mark after, FeedPosition.Scanning scanning)
      throws SQLException {
    FeedQueries.Anchor now = queries.head(session);
    if (isOther(now, after)) {
      return begin(now, Continuity.RESTARTED);
    }
    KeyRange rest = range.after(HexFormat.of().parseHex(scanning.key()));
    RowPage page =
        CockroachCursor.read(session, rest, ListRequest.Scope.ALL, request.pageSize(), 0);
    return step(
        page,
        now,
        page.isFull()
            ? new FeedPosition.Scanning(scanning.until(), hex(page))
            : new FeedPosition.Following(scanning.until()));
  }

  private Step changes(Session session, FeedQueries queries, Mark after, FeedPosition position)
      throws SQLException {
    FeedQueries.Changes changes = queries.changes(session, position, range, request.pageSize());
    FeedQueries.Anchor now = changes.now();
    if (isOther(now, after)) {
      return begin(now, Continuity.RESTARTED);
    }
    return step(changes.page(), now, next(position, changes));
  }

  /* The first page of a window fixes where the next window begins; later ones keep that. */
  private static FeedPosition next(FeedPosition position, FeedQueries.Changes changes) {
    boolean amid = position instanceof FeedPosition.Amid;
    String until = amid ? ((FeedPosition.Amid) position).until() : changes.now().text();
    if (!changes.page().isFull()) {
      return new FeedPosition.Following(until);
    }
    String since =
        amid ? ((FeedPosition.Amid) position).since() : ((FeedPosition.Following) position).since();
    return new FeedPosition.Amid(since, until, changes.page().lastOrder(), hex(changes.page()));
  }

  private static Step step(RowPage page, FeedQueries.Anchor now, FeedPosition next) {
    return new Step(
        new FeedPage(
            page.rows().entries(), page.rows().corrupt(), mark(now, next), Continuity.CONTINUOUS),
        page.isFull() || next instanceof FeedPosition.Amid);
  }

  private static Mark mark(FeedQueries.Anchor now, FeedPosition position) {
    return new Mark(now.incarnation(), position.toString());
  }

  private static boolean isOther(FeedQueries.Anchor now, Mark mark) {
    return !now.incarnation().equals(mark.incarnation());
  }

  private static String hex(RowPage page) {
    return HexFormat.of().formatHex(page.lastKey());
  }

  private void await(long writes, Deadline deadline) {
    long nanos = Math.min(context.pollInterval().toNanos(), deadline.leftNanos());
    try {
      context.life().awaitWrite(writes, () -> closed, Duration.ofNanos(Math.max(0, nanos)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          context.operations().get().subject(), "the thread was interrupted while it waited", e);
    }
  }

  private void requireOpen() {
    context.life().requireOpen();
    if (closed) {
      throw new IllegalStateException("the feed is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    context.life().wakeAll();
  }
}
