package dev.headwater.cli;

import dev.headwater.cli.output.EntryLine;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
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

/** The following of a feed by a person or a script. Used once, by one thread. */
final class Watch {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final int REMEMBERED_KEYS = 65_536;

  private final Output output;
  private final Store store;
  private final InstantSource time;
  private final long count;
  private final Instant end;
  private final Map<Key, Stamp> shown = new Recent();

  private long changes;
  private int failures;

  Watch(Session session, Store store, long count, Optional<Duration> duration) {
    this.output = session.output();
    this.store = store;
    this.time = session.time();
    this.count = count;
    this.end = duration.map(time.instant()::plus).orElse(Instant.MAX);
  }

  /** Follows the feed to the end that was asked for; the first poll must not fail. */
  void follow(FeedRequest request) {
    try (Feed feed = store.feed(request)) {
      show(feed.poll(Duration.ZERO));
      announce();
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

  private boolean isDone() {
    return changes >= count || !time.instant().isBefore(end);
  }

  private void poll(Feed feed) {
    try {
      show(feed.poll(atMost(LONGEST_WAIT)));
      if (failures > 0) {
        output.warn(store.name() + " is back");
      }
      failures = 0;
    } catch (StoreUnavailableException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (failures == 0) {
        output.warn(e.getMessage() + "; waiting for it to come back");
      }
      failures++;
      pause(atMost(BACKOFF.after(failures, RandomGenerator.getDefault())), e);
    }
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
      output.warn(store.name() + " lost its place; everything it holds follows once more");
    }
    page.corrupt().forEach(error -> output.warn(String.valueOf(error.getMessage())));
    for (Entry entry : page.entries()) {
      if (changes < count && !entry.stamp().equals(shown.put(entry.key(), entry.stamp()))) {
        changes++;
        show(new EntryLine(entry, time.millis()));
      }
    }
    output.flush();
  }

  private void show(EntryLine line) {
    output.printText(line.text());
    output.printJson(line.json("change"));
  }

  /* Feeds may repeat entries; people need not see it. */
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
