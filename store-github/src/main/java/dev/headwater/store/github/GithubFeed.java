package dev.headwater.store.github;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.github.commits.View;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.index.Position;
import dev.headwater.store.github.layout.IndexedEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Follows the index in the order of commits and, of each commit, of keys. It looks at the branch
 * when nobody has for a poll interval; several feeds share what one of them finds. What this
 * process writes is delivered at once.
 *
 * <p>What was adopted from people's commits and is in no commit of Headwater's yet is delivered,
 * and then once more when it is: no mark is after it until then.
 */
final class GithubFeed implements Feed {

  private final FeedRequest request;
  private final Calls calls;
  private final Background background;
  private volatile boolean closed;
  private String incarnation = View.UNBORN;
  private @Nullable Position position; // null before the first poll
  private Adopted adopted = Adopted.NOTHING;
  private Continuity continuity = Continuity.CONTINUOUS;

  GithubFeed(FeedRequest request, Calls calls, Background background) {
    this.request = request;
    this.calls = calls;
    this.background = background;
  }

  /** How much was delivered of what was adopted from people's commits up to one. */
  private record Adopted(String commit, @Nullable Position upTo) {
    static final Adopted NOTHING = new Adopted("", null);
  }

  @Override
  public FeedPage poll(Duration wait) {
    Deadline until = calls.deadline(wait);
    while (true) {
      CompletableFuture<Void> change = calls.branch().nextChange();
      requireOpen();
      View view = view();
      begin(view.index());
      FeedPage page = next(view);
      if (page != null) {
        continuity = Continuity.CONTINUOUS;
        return page;
      }
      if (until.isPast()) {
        return FeedPage.empty(mark());
      }
      await(change, until);
    }
  }

  /* What there is, looked at anew if nobody has for a poll interval. */
  private View view() {
    Subject subject = calls.subject("feed", null);
    return calls.branch().isOlder(calls.pollInterval())
        ? calls.branch().refreshed(subject, calls.deadline())
        : calls.branch().known(subject, calls.deadline());
  }

  private void begin(Index index) {
    Position known = position;
    if (known == null) {
      Mark after = request.after();
      known = after == null ? Position.after(0) : meaning(after, index);
    } else if (!isOf(index, incarnation, known)) {
      known = null;
    }
    if (known == null) {
      continuity = Continuity.RESTARTED;
      adopted = Adopted.NOTHING;
      known = Position.after(0);
    }
    incarnation = index.incarnation();
    position = known;
  }

  private static @Nullable Position meaning(Mark mark, Index index) {
    Position meant = FeedPosition.parse(mark.position());
    return meant == null || !isOf(index, mark.incarnation(), meant) ? null : meant;
  }

  /* Before the first commit there is no incarnation, and nothing that could be missed. */
  private static boolean isOf(Index index, String incarnation, Position position) {
    boolean beforeAll = incarnation.equals(View.UNBORN) && position.equals(Position.after(0));
    return beforeAll
        || (incarnation.equals(index.incarnation())
            && position.compareTo(Position.after(index.sequence())) <= 0);
  }

  /* The next page with something to tell; null if there is none. */
  private @Nullable FeedPage next(View view) {
    Subject subject = calls.subject("feed", null);
    while (true) {
      Position from = from(view);
      List<IndexedEntry> passed = PageBytes.first(view.index().changes(from, request.pageSize()));
      List<IndexedEntry> changed =
          passed.stream().filter(one -> one.key().startsWith(request.prefix())).toList();
      Values.Found found =
          calls.values().unknown(changed, request.known(), subject, calls.deadline());
      List<CorruptEntryException> corrupt = new ArrayList<>(found.corrupt());
      advance(view, passed);
      corrupt.addAll(held(view.index(), from, subject));
      FeedPage page = new FeedPage(found.entries(), corrupt, mark(), continuity);
      if (!page.isEmpty() || continuity == Continuity.RESTARTED) {
        return page;
      }
      if (passed.isEmpty()) {
        return null;
      }
    }
  }

  private Position from(View view) {
    Position upTo = adopted.upTo();
    return upTo != null && adopted.commit().equals(view.commit()) ? upTo : position();
  }

  private void advance(View view, List<IndexedEntry> passed) {
    Position end = Position.after(view.index().sequence());
    if (passed.isEmpty()) {
      position = end;
      return;
    }
    IndexedEntry last = passed.get(passed.size() - 1);
    Position reached = new Position(last.sequence(), last.key());
    if (reached.compareTo(end) > 0) {
      adopted = new Adopted(view.commit(), reached);
      position = end;
    } else {
      position = reached;
    }
  }

  /* The lines that say nothing, of the commits that were passed. */
  private List<CorruptEntryException> held(Index index, Position from, Subject subject) {
    return index.held().stream()
        .filter(line -> line.key() != null && line.key().startsWith(request.prefix()))
        .filter(line -> line.sequence() >= from.sequence())
        .filter(line -> line.sequence() < position().sequence())
        .map(line -> Held.exception(line, subject))
        .toList();
  }

  private Position position() {
    Position place = position;
    if (place == null) {
      throw new IllegalStateException("the feed has not begun");
    }
    return place;
  }

  private Mark mark() {
    return new Mark(incarnation, FeedPosition.text(position()));
  }

  private void await(CompletableFuture<Void> change, Deadline until) {
    Duration toPoll = calls.branch().until(calls.pollInterval());
    Duration left = until.left();
    try {
      background.waits().await(change, toPoll.compareTo(left) < 0 ? toPoll : left);
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
    calls.branch().wakeAll();
  }
}
