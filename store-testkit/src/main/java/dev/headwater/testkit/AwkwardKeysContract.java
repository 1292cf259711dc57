package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every key that is allowed works everywhere, and none is taken for another. */
abstract class AwkwardKeysContract extends ContractGroup {

  @Test
  void eachIsWrittenAndReadOnItsOwn() {
    List<Entry> entries = entries();
    write(entries);
    for (Entry entry : entries) {
      assertThat(store().read(entry.key())).as("'%s'", entry.key()).isEqualTo(entry);
    }
  }

  @Test
  void allAreWrittenAndReadTogether() {
    List<Entry> entries = entries();
    assertThat(store().mergeAll(Batch.of(entries)))
        .hasSameSizeAs(entries)
        .containsOnly(MergeOutcome.written());
    assertThat(store().readAll(keys(entries)).entries().values())
        .containsExactlyInAnyOrderElementsOf(entries);
  }

  @Test
  void allAreListedInOrder() {
    write(entries());
    List<Key> inOrder = Entries.awkwardKeys().stream().sorted().toList();
    assertThat(keys(list(ListRequest.all("")))).containsExactlyElementsOf(inOrder);
    assertThat(keys(list(ListRequest.live("").pageSize(3)))).containsExactlyElementsOf(inOrder);
  }

  @Test
  void eachCanBeAPrefixAndWhereAListingGoesOn() {
    write(entries());
    for (Key key : Entries.awkwardKeys()) {
      List<Key> below =
          Entries.awkwardKeys().stream()
              .filter(one -> one.startsWith(key.text()))
              .sorted()
              .toList();
      assertThat(keys(list(ListRequest.all(key.text()))))
          .as("prefix '%s'", key)
          .containsExactlyElementsOf(below);
      assertThat(keys(list(ListRequest.all(key.text()).after(key))))
          .as("prefix and after '%s'", key)
          .containsExactlyElementsOf(below.subList(1, below.size()));
    }
  }

  @Test
  void allAreFed() {
    List<Entry> entries = entries();
    FeedReader feed = feed(FeedRequest.after(store().head()));
    store().mergeAll(Batch.of(entries));
    feed.await(entries);
    feed(FeedRequest.fromStart().pageSize(10)).await(entries);
  }

  @Test
  void eachIsPurgedOnItsOwn() {
    List<Entry> entries = entries();
    store().mergeAll(Batch.of(entries));
    List<Key> rest = new ArrayList<>(Entries.awkwardKeys().stream().sorted().toList());
    for (int i = 0; i < entries.size(); i += 7) {
      assertThat(store().purge(List.of(Purge.of(entries.get(i))))).isOne();
      rest.remove(entries.get(i).key());
    }
    assertThat(keys(list(ListRequest.all("")))).containsExactlyElementsOf(rest);
  }

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Key key : Entries.awkwardKeys()) {
      entries.add(value(key, 1, "value " + entries.size()));
    }
    return entries;
  }
}
