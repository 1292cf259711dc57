package dev.headwater.filter;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Purge;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.DecoratorAssertions;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What passes is as without a filter (the contract); what does not pass is nowhere. */
class FilteredStoreTest {

  private static final KeyFilter DOCS = KeyFilter.all().include("docs/**").exclude("**/secret");

  private final ReferenceStore all = ReferenceStore.create("all", new ManualClock());
  private final FilteredStore docs = new FilteredStore(all, DOCS);

  @Test
  void itDecidesAboutEveryOperation() {
    DecoratorAssertions.assertOverridesEverything(FilteredStore.class);
  }

  @Test
  void whatDoesNotPassIsAbsent() {
    hold("docs/a", "docs/secret", "other");

    assertThat(docs.read(key("docs/secret"))).isNull();
    assertThat(docs.readAll(List.of(key("docs/secret"), key("other"))).entries()).isEmpty();
    assertThat(docs.readAll(List.of(key("docs/a"), key("other"))).entries())
        .containsOnlyKeys(key("docs/a"));
    assertThat(listed("")).containsExactly("docs/a");
    assertThat(listed("d")).containsExactly("docs/a");
    assertThat(listed("other")).isEmpty();
    assertThat(fed()).containsExactly("docs/a");
  }

  @Test
  void aWriteThatDoesNotPassIsRejectedWithItsWholeBatch() {
    List<Entry> entries = List.of(value("docs/a", 1, "v"), value("docs/secret", 1, "v"));

    assertThatThrownBy(() -> docs.merge(Write.of(value("other", 1, "v"))))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.UNSUPPORTED))
        .hasMessageContaining("all: merge of 'other'")
        .hasMessageContaining("docs/**");
    assertThatThrownBy(() -> docs.mergeAll(Batch.of(entries)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("'docs/secret'")
        .hasMessageContaining("nothing was written");

    assertThat(listed(all, "")).isEmpty();
  }

  @Test
  void whatDoesNotPassIsNotPurged() {
    hold("docs/a", "docs/secret");

    int purged =
        docs.purge(
            List.of(Purge.of(value("docs/a", 9, "")), Purge.of(value("docs/secret", 9, ""))));

    assertThat(purged).isEqualTo(1);
    assertThat(listed(all, "")).containsExactly("docs/secret");
  }

  @Test
  void aListingReadsNoMoreThanTheFilterNeeds() {
    Asked asked = new Asked(all);
    FilteredStore filtered = new FilteredStore(asked, DOCS);

    filtered.list(ListRequest.all("")).close();
    filtered.list(ListRequest.all("docs/x/")).close();
    filtered.feed(FeedRequest.fromStart()).close();

    assertThat(asked.prefixes).containsExactly("docs/", "docs/x/", "docs/");
  }

  @Test
  void whatWasWithdrawnIsToldOfKeysThatPassAlone() {
    Entry passes = value("docs/a", 1, "v");
    Mark mark = all.head();
    Store withdrawing =
        new ForwardingStore(all) {
          @Override
          public Feed feed(FeedRequest request) {
            return new Feed() {
              @Override
              public FeedPage poll(Duration wait) {
                return new FeedPage(
                    List.of(),
                    List.of(),
                    List.of(passes, value("other", 1, "v")),
                    mark,
                    FeedPage.Continuity.CONTINUOUS,
                    null);
              }

              @Override
              public void close() {}
            };
          }
        };

    try (Feed feed = new FilteredStore(withdrawing, DOCS).feed(FeedRequest.fromStart())) {
      assertThat(feed.poll(Duration.ZERO).withdrawn()).containsExactly(passes);
    }
  }

  private void hold(String... keys) {
    for (String key : keys) {
      all.merge(Write.of(value(key, 1, "v")));
    }
  }

  private List<String> listed(String prefix) {
    return listed(docs, prefix);
  }

  private static List<String> listed(Store store, String prefix) {
    try (EntryCursor cursor = store.list(ListRequest.all(prefix))) {
      return cursor.next().entries().stream().map(entry -> entry.key().text()).toList();
    }
  }

  private List<String> fed() {
    try (Feed feed = docs.feed(FeedRequest.fromStart())) {
      return feed.poll(Duration.ZERO).entries().stream().map(entry -> entry.key().text()).toList();
    }
  }

  /** Notes which prefixes were asked for. */
  private static final class Asked extends ForwardingStore {
    final List<String> prefixes = new ArrayList<>();

    Asked(Store delegate) {
      super(delegate);
    }

    @Override
    public EntryCursor list(ListRequest request) {
      prefixes.add(request.prefix());
      return super.list(request);
    }

    @Override
    public Feed feed(FeedRequest request) {
      prefixes.add(request.prefix());
      return super.feed(request);
    }
  }
}
