package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Polls a feed with patience and keeps what it delivered. Used by one thread. */
final class FeedReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration QUIET_POLL = Duration.ofMillis(50);

  private final Feed feed;
  private final Duration patience;
  private final List<FeedPage> pages = new ArrayList<>();

  FeedReader(Feed feed, Duration patience) {
    this.feed = feed;
    this.patience = patience;
  }

  /** Polls until all these entries were delivered. */
  FeedReader await(Entry... entries) {
    return await(Arrays.asList(entries));
  }

  FeedReader await(Collection<Entry> expected) {
    if (!pollUntil(() -> entries().containsAll(expected))) {
      assertThat(entries()).as("delivered within %s", patience).containsAll(expected);
    }
    return this;
  }

  /** Polls until so many broken keys were delivered. */
  FeedReader awaitCorrupt(int count) {
    if (!pollUntil(() -> corrupt().size() >= count)) {
      assertThat(corrupt()).as("delivered within %s", patience).hasSize(count);
    }
    return this;
  }

  /** Polls until the feed said that it lost its place. */
  FeedReader awaitRestart() {
    if (!pollUntil(this::restarted)) {
      assertThat(restarted()).as("the feed restarted within %s", patience).isTrue();
    }
    return this;
  }

  /** Polls until nothing more comes, and forgets what was delivered. */
  FeedReader settle() {
    Deadline deadline = Deadline.in(patience);
    while (!poll(QUIET_POLL).isEmpty()) {
      assertThat(deadline.isPast()).as("the feed did not become quiet").isFalse();
    }
    pages.clear();
    return this;
  }

  FeedPage poll(Duration wait) {
    FeedPage page = feed.poll(wait);
    pages.add(page);
    return page;
  }

  List<Entry> entries() {
    return pages.stream().flatMap(page -> page.entries().stream()).toList();
  }

  List<CorruptEntryException> corrupt() {
    return pages.stream().flatMap(page -> page.corrupt().stream()).toList();
  }

  List<FeedPage> pages() {
    return List.copyOf(pages);
  }

  boolean restarted() {
    return pages.stream().anyMatch(page -> page.continuity() == FeedPage.Continuity.RESTARTED);
  }

  /** The position after the last page. */
  Mark mark() {
    return Objects.requireNonNull(last(), "no page yet").mark();
  }

  private @Nullable FeedPage last() {
    return pages.isEmpty() ? null : pages.get(pages.size() - 1);
  }

  private boolean pollUntil(BooleanSupplier done) {
    Deadline deadline = Deadline.in(patience);
    while (!done.getAsBoolean()) {
      if (deadline.isPast()) {
        return false;
      }
      poll(POLL);
    }
    return true;
  }

  @Override
  public void close() {
    feed.close();
  }
}
