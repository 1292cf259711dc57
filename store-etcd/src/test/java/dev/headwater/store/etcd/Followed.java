package dev.headwater.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A feed and the newest entry of each key that it delivered; outages are waited out. */
final class Followed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Feed feed;
  private final Map<Key, Entry> newest = new LinkedHashMap<>();
  private int delivered;
  private int outages;
  private int restarts;
  private @Nullable Mark mark;

  Followed(EtcdStore store, FeedRequest request) {
    this.feed = store.feed(request);
  }

  Followed poll(Duration wait) {
    try {
      FeedPage page = feed.poll(wait);
      page.entries().forEach(entry -> newest.put(entry.key(), entry));
      delivered += page.entries().size();
      restarts += page.continuity() == Continuity.RESTARTED ? 1 : 0;
      mark = page.mark();
    } catch (StoreUnavailableException e) {
      outages++;
    }
    return this;
  }

  /** Polls until each of these was delivered as the newest of its key. */
  Followed await(Collection<Entry> entries) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!newest.values().containsAll(entries) && System.nanoTime() - end < 0) {
      poll(Duration.ofMillis(200));
    }
    assertThat(newest.values()).containsAll(entries);
    return this;
  }

  int delivered() {
    return delivered;
  }

  int outages() {
    return outages;
  }

  int restarts() {
    return restarts;
  }

  Mark mark() {
    assertThat(mark).isNotNull();
    return mark;
  }

  @Override
  public void close() {
    feed.close();
  }
}
