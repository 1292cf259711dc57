package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An optimistic feed of a chain: the authority's feed, and this process's own writes as soon as
 * they are accepted, with those that the authority then refused withdrawn. Marks are the
 * authority's, so own writes come again by its feed.
 *
 * <p>While it waits, the authority's feed is polled on the chain's executor, one page ahead at
 * most, so that an own write ends the wait at once, and an authority that is away or hangs holds up
 * nothing. Without threads it is polled by the caller.
 */
final class ChainFeed implements Feed {

  /** Means no place in any store: a feed from it begins anew. */
  static final Mark NOWHERE = new Mark("nowhere", "0");

  /** What all feeds of a chain share. */
  record Context(
      Store authority, Consumer<Entry> followed, Background background, RandomGenerator random) {}

  private final Context context;
  private final FeedRequest request;
  private final OwnChanges own;
  private final Runnable onClose;
  private final Attempts polls;
  private final Attempts reads;

  /* All below is guarded by this. */
  private CompletableFuture<Void> news = new CompletableFuture<>();
  private @Nullable Feed feed;
  private @Nullable FeedPage polled; // by the authority's feed, and not delivered yet
  private @Nullable Withdrawals withdrawals; // read, and not delivered yet
  private @Nullable Throwable defect;
  private Mark mark;
  private boolean closed;

  ChainFeed(Context context, FeedRequest request, Pending pending, Consumer<ChainFeed> onClose) {
    this.context = context;
    this.request = request;
    this.own = new OwnChanges(request.prefix(), pending, this::wakeUp);
    this.onClose = () -> onClose.accept(this);
    this.polls = new Attempts(context.background(), context.random(), this::wakeUp);
    this.reads = new Attempts(context.background(), context.random(), this::wakeUp);
    this.mark = Objects.requireNonNullElse(request.after(), NOWHERE);
  }

  /**
   * Refused entries, and what the authority holds instead of them and of overtaken ones.
   *
   * @param held by the authority, of some of these keys
   */
  private record Withdrawals(List<Entry> refused, ReadBatch held) {

    /* What is newer than an overtaken one, and has expired, leaves nothing but its absence. */
    static Withdrawals of(List<Entry> refused, List<Entry> overtaken, ReadBatch held) {
      List<Entry> all = new ArrayList<>(refused);
      overtaken.stream()
          .filter(entry -> isOlder(held.entries().get(entry.key()), entry))
          .filter(entry -> !held.corrupt().containsKey(entry.key()))
          .forEach(all::add);
      return new Withdrawals(all, held);
    }

    private static boolean isOlder(@Nullable Entry held, Entry entry) {
      return held == null || entry.stamp().isAfter(held.stamp());
    }
  }

  String prefix() {
    return request.prefix();
  }

  OwnChanges own() {
    return own;
  }

  // --- polling ---

  @Override
  public FeedPage poll(Duration wait) {
    CompletableFuture<Void> next = nextNews();
    requireOpen();
    boolean asked = ask(wait);
    if (!hasNews()) {
      await(next, asked ? wait.plusMillis(timeoutMillis()) : wait);
    }
    requireOpen();
    return page();
  }

  /* Returns whether the authority's feed is polled because of this, so that its answer will come. */
  private boolean ask(Duration wait) {
    if (own.isOutdated() && !isRead() && reads.begin()) {
      run(this::readOutdated);
    }
    if (isPolled() || !polls.begin()) {
      return false;
    }
    boolean threads = context.background().hasThreads();
    Duration longest = threads || own.isEmpty() ? wait : Duration.ZERO;
    run(() -> pollAuthority(longest));
    return true;
  }

  private void run(Runnable call) {
    if (context.background().hasThreads()) {
      context.background().executor().execute(call);
    } else {
      call.run();
    }
  }

  private void await(CompletableFuture<Void> what, Duration wait) {
    Waits waits = context.background().waits();
    try {
      if (!wait.isZero()) {
        waits.await(what, wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          Subject.of(context.authority(), "poll"), "the thread was interrupted; poll again", e);
    }
  }

  private synchronized boolean isPolled() {
    return polled != null;
  }

  private synchronized boolean isRead() {
    return withdrawals != null;
  }

  private synchronized boolean isBroken() {
    return defect != null;
  }

  private boolean hasNews() {
    return isPolled() || isRead() || isBroken() || !own.isEmpty();
  }

  private long timeoutMillis() {
    return context.authority().capabilities().limits().timeoutMillis();
  }

  // --- asking the authority ---

  private void pollAuthority(Duration wait) {
    try {
      FeedPage page = open().poll(wait);
      page.entries().forEach(context.followed());
      page.entries().forEach(own::followed);
      answered(page);
      polls.succeeded();
    } catch (StoreException e) {
      polls.failed(e);
    } catch (RuntimeException e) {
      broken(e);
    } catch (Error e) {
      broken(e);
      throw e;
    } finally {
      wakeUp();
    }
  }

  private void readOutdated() {
    List<Entry> refused = own.takeWithdrawn(request.pageSize());
    List<Entry> overtaken = own.takeOvertaken(request.pageSize());
    try {
      Set<Key> keys = new LinkedHashSet<>();
      Stream.of(refused, overtaken).flatMap(List::stream).forEach(one -> keys.add(one.key()));
      answered(Withdrawals.of(refused, overtaken, context.authority().readAll(keys)));
      reads.succeeded();
    } catch (StoreException e) {
      own.putBack(refused, overtaken);
      reads.failed(e);
    } catch (RuntimeException e) {
      broken(e);
    } catch (Error e) {
      broken(e);
      throw e;
    } finally {
      wakeUp();
    }
  }

  private Feed open() {
    Feed known = opened();
    if (known != null) {
      return known;
    }
    Feed opening = context.authority().feed(request);
    if (!keep(opening)) {
      opening.close();
      throw new IllegalStateException("the feed is closed");
    }
    return opening;
  }

  private synchronized @Nullable Feed opened() {
    return feed;
  }

  private synchronized boolean keep(Feed opening) {
    if (!closed) {
      feed = opening;
    }
    return !closed;
  }

  private synchronized void answered(FeedPage page) {
    polled = page;
  }

  private synchronized void answered(Withdrawals read) {
    withdrawals = read;
  }

  private synchronized void broken(Throwable cause) {
    defect = cause;
  }

  private void wakeUp() {
    CompletableFuture<Void> waited;
    synchronized (this) {
      waited = news;
      news = new CompletableFuture<>();
    }
    waited.complete(null);
  }

  // --- what is delivered ---

  private FeedPage page() {
    FeedPage followed = takePolled();
    Withdrawals read = takeWithdrawals();
    List<Entry> entries = new ArrayList<>(followed.entries());
    List<CorruptEntryException> corrupt = new ArrayList<>(followed.corrupt());
    if (read != null) {
      entries.addAll(read.held().entries().values());
      corrupt.addAll(read.held().corrupt().values());
    }
    entries.addAll(own.take(Math.max(1, request.pageSize() - entries.size())));
    entries.sort(Comparator.comparing(Entry::stamp));
    StoreException outage = polls.error();
    return new FeedPage(
        entries,
        corrupt,
        read == null ? followed.withdrawn() : read.refused(),
        followed.mark(),
        followed.continuity(),
        outage == null ? followed.outage() : outage);
  }

  private synchronized FeedPage takePolled() {
    if (defect != null) {
      throw new IllegalStateException("the authority's feed is broken: " + defect, defect);
    }
    FeedPage page = polled == null ? FeedPage.empty(mark) : polled;
    polled = null;
    mark = page.mark();
    return page;
  }

  private synchronized @Nullable Withdrawals takeWithdrawals() {
    Withdrawals read = withdrawals;
    withdrawals = null;
    return read;
  }

  private synchronized CompletableFuture<Void> nextNews() {
    return news;
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the feed is closed");
    }
  }

  @Override
  public void close() {
    Feed open;
    synchronized (this) {
      closed = true;
      open = feed;
      feed = null;
    }
    if (open != null) {
      open.close();
    }
    wakeUp();
    onClose.run();
  }
}
