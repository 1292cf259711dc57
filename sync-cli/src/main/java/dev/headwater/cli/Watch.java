package dev.headwater.cli;

import dev.headwater.cli.output.EntryLine;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The following of a feed by a person or a script. Used once, by one thread. */
final class Watch {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final int REMEMBERED_KEYS = 65_536;

  private final Output output;
  private final Store store;
  private final Optional<Key> key;
  private final InstantSource time;
  private final long count;
  private final Instant end;
  private final Map<Key, Stamp> shown = new Recent();

  private long changes;
  private int failures;
  private boolean away;

  /**
   * @param key the only key to show, if there is one
   * @param count after how many changes to end
   */
  Watch(Session session, Store store, Optional<Key> key, long count, Optional<Duration> duration) {
    this.output = session.output();
    this.store = store;
    this.key = key;
    this.time = session.time();
    this.count = count;
    this.end = duration.map(time.instant()::plus).orElse(Instant.MAX);
  }

  /** What is shown before the changes. */
  enum First {
    NOTHING,
    CURRENT_VALUES
  }

  /** Follows the feed to the end that was asked for; the first poll must not fail. */
  void follow(FeedRequest request, First first) {
    try (Feed feed = store.feed(request)) {
      show(feed.poll(Duration.ZERO));
      announce();
      if (first == First.CURRENT_VALUES) {
        showCurrent(request.prefix());
      }
      while (!isDone()) {
        poll(feed);
      }
    }
    output.printJson(Json.ofType("summary").with("changes", changes));
  }

  private void announce() {
    if (output.isJson()) {
      output.printJson(Json.ofType("watching").with("store", store.name()));
    } else {
      output.warn("watching %s; end with Ctrl-C".formatted(store.name()));
    }
    output.flush();
  }

  /* After the feed has begun, so that nothing is lost between them. */
  private void showCurrent(String prefix) {
    ListRequest request = ListRequest.live(prefix);
    try (EntryCursor cursor = store.list(key.isPresent() ? request.pageSize(1) : request)) {
      boolean more = true;
      while (more && !isDone()) {
        Page page = cursor.next();
        page.corrupt().forEach(error -> output.warn(String.valueOf(error.getMessage())));
        page.entries().forEach(this::showOnce);
        more = !page.last() && key.isEmpty(); // a key comes before all others that start with it
      }
    }
    output.flush();
  }

  private boolean isDone() {
    return changes >= count || !time.instant().isBefore(end);
  }

  private void poll(Feed feed) {
    try {
      FeedPage page = feed.poll(atMost(LONGEST_WAIT));
      tell(page.outage());
      show(page);
      failures = 0;
    } catch (StoreUnavailableException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      tell(e);
      failures++;
      pause(atMost(BACKOFF.after(failures, RandomGenerator.getDefault())), e);
    }
  }

  /* Each outage is told once, and its end. */
  private void tell(@Nullable StoreException outage) {
    if (outage != null && !away) {
      output.warn(outage.getMessage() + "; waiting for it to come back");
      output.printJson(Json.ofType("away").with("store", store.name()));
    } else if (outage == null && away) {
      output.warn(store.name() + " is back");
      output.printJson(Json.ofType("back").with("store", store.name()));
    }
    away = outage != null;
    output.flush();
  }

  private Duration atMost(Duration wait) {
    Duration left = end.equals(Instant.MAX) ? wait : Duration.between(time.instant(), end);
    return left.compareTo(wait) < 0 ? (left.isNegative() ? Duration.ZERO : left) : wait;
  }

  private static void pause(Duration wait, StoreUnavailableException cause) {
    try {
      new CountDownLatch(1).await(wait.toNanos(), TimeUnit.NANOSECONDS); // until interrupted
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }

  private void show(FeedPage page) {
    if (page.continuity() == FeedPage.Continuity.RESTARTED) {
      output.warn(
          store.name()
              + " lost its place: some changes may have been missed; what it holds now follows");
      output.printJson(Json.ofType("missed").with("store", store.name()));
    }
    page.corrupt().forEach(error -> output.warn(String.valueOf(error.getMessage())));
    page.withdrawn().stream().filter(this::isWatched).forEach(this::showWithdrawn);
    page.entries().forEach(this::showOnce);
    output.flush();
  }

  private boolean isWatched(Entry entry) {
    return key.isEmpty() || key.get().equals(entry.key());
  }

  private void showWithdrawn(Entry entry) {
    EntryLine line = new EntryLine(entry, time.millis());
    output.printText(line.text("withdrawn"));
    output.printJson(line.json("withdrawn"));
    shown.remove(entry.key());
  }

  /* Feeds may repeat entries; people need not see it. */
  private void showOnce(Entry entry) {
    if (changes < count
        && isWatched(entry)
        && !entry.stamp().equals(shown.put(entry.key(), entry.stamp()))) {
      changes++;
      EntryLine line = new EntryLine(entry, time.millis());
      output.printText(line.text());
      output.printJson(line.json("change"));
    }
  }

  private static final class Recent extends LinkedHashMap<Key, Stamp> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Stamp> eldest) {
      return size() > REMEMBERED_KEYS;
    }
  }
}
