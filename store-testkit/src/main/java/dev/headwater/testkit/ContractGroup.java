package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headwater.store.Capability;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Page;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A group of the contract's tests. Each test gets a fresh fixture and a store on it; afterwards all
 * stores are closed, and no thread of theirs may keep the process alive.
 */
abstract class ContractGroup {

  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable StoreFixture fixture;
  private @Nullable LeftoverThreads threads;
  private @Nullable Store store;

  protected abstract StoreFixture newFixture();

  @BeforeEach
  final void openFixture() {
    fixture = newFixture();
    threads = LeftoverThreads.since();
    store = open();
  }

  @AfterEach
  final void closeFixture() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    if (fixture != null) {
      fixture.close();
    }
    if (threads != null) {
      threads.requireNone();
    }
  }

  // --- the fixture ---

  final StoreFixture fixture() {
    return given(fixture);
  }

  final Store store() {
    return given(store);
  }

  final ManualClock clock() {
    return fixture().clock();
  }

  final long nowMillis() {
    return clock().millis();
  }

  /** One more store on the same data, closed after the test. */
  final Store open() {
    return closing(fixture().open());
  }

  final FeedReader feed(FeedRequest request) {
    return feed(store(), request);
  }

  final FeedReader feed(Store from, FeedRequest request) {
    return closing(new FeedReader(from.feed(request), fixture().feedPatience()));
  }

  final <T extends AutoCloseable> T closing(T resource) {
    opened.add(0, resource);
    return resource;
  }

  final boolean has(Capability capability) {
    return store().capabilities().has(capability);
  }

  /** Leaves the test out where writes are decided later. */
  final void requireDecisionsAtOnce() {
    assumeTrue(fixture().decision() == StoreFixture.Decision.AT_ONCE, "writes are decided later");
  }

  // --- doing ---

  final MergeOutcome merge(Entry entry) {
    return store().merge(Write.of(entry));
  }

  /** Merges the entries, each of which must be new. */
  final void write(Entry... entries) {
    write(List.of(entries));
  }

  final void write(Collection<Entry> entries) {
    for (Entry entry : entries) {
      assertThat(merge(entry)).as("merge of %s", entry).isEqualTo(MergeOutcome.written());
    }
  }

  final @Nullable Entry read(String key) {
    return store().read(Key.of(key));
  }

  /** What the store holds of the key, expired or not. */
  final @Nullable Entry held(Key key) {
    return list(ListRequest.all(key.text())).stream()
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  final List<Entry> list(ListRequest request) {
    List<Entry> entries = new ArrayList<>();
    pages(request).forEach(page -> entries.addAll(page.entries()));
    return entries;
  }

  final List<Page> pages(ListRequest request) {
    List<Page> pages = new ArrayList<>();
    try (EntryCursor cursor = store().list(request)) {
      Page page;
      do {
        page = cursor.next();
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(request.pageSize());
        pages.add(page);
      } while (!page.last());
    }
    return pages;
  }

  static List<Key> keys(Collection<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }

  // --- checking ---

  final void assertRejected(RejectedException.Reason reason, ThrowingCallable call) {
    RejectedException rejected = catchThrowableOfType(RejectedException.class, call);
    assertThat(rejected).as("a RejectedException for %s", reason).isNotNull();
    assertThat(rejected.reason()).isEqualTo(reason);
  }

  final void assertCorrupt(Key key, ThrowingCallable call) {
    CorruptEntryException corrupt = catchThrowableOfType(CorruptEntryException.class, call);
    assertThat(corrupt).as("a CorruptEntryException of %s", key).isNotNull();
    assertThat(corrupt.key()).isEqualTo(key);
  }

  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("used outside of a test");
    }
    return value;
  }
}
