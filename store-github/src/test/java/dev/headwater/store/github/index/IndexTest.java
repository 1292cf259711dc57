package dev.headwater.store.github.index;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.testkit.Entries;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndexTest {

  private Tree tree = Tree.empty();
  private Index index = Index.empty("life");

  @Test
  void pagesAreInTheOrderOfBytes() {
    List<Key> keys = Entries.awkwardKeys().stream().sorted().toList();
    commit(
        Plans.of(
            index, Plans.each(keys.stream().map(key -> value(key, 1, "x")).toArray(Entry[]::new))));
    assertThat(keys(index.page("", null, 10_000))).isEqualTo(keys);
    List<Key> paged = new ArrayList<>();
    Key after = null;
    while (true) {
      List<Key> page = keys(index.page("", after, 3));
      if (page.isEmpty()) {
        break;
      }
      paged.addAll(page);
      after = page.get(page.size() - 1);
    }
    assertThat(paged).isEqualTo(keys);
    for (Key key : keys) {
      assertThat(keys(index.page(key.text(), null, 10_000)))
          .isEqualTo(keys.stream().filter(one -> one.startsWith(key.text())).toList());
    }
    assertThat(index.page("a".repeat(2000), null, 10)).isEmpty();
  }

  @Test
  void changesGoOnWithinACommit() {
    commit(Plans.of(index, value("a", 1, "1"), value("b", 1, "1"), value("c", 1, "1")));
    commit(Plans.of(index, value("b", 2, "2")));
    assertThat(keys(index.changes(Position.after(0), 10)))
        .containsExactly(key("a"), key("c"), key("b"));
    assertThat(keys(index.changes(new Position(1, key("a")), 10)))
        .containsExactly(key("c"), key("b"));
    assertThat(keys(index.changes(Position.after(0), 1))).containsExactly(key("a"));
    assertThat(keys(index.changes(Position.after(1), 10))).containsExactly(key("b"));
    assertThat(index.changes(Position.after(2), 10)).isEmpty();
  }

  @Test
  void anOlderIndexStaysAsItWas() {
    commit(Plans.of(index, value("a", 1, "1"), value("b", 1, "1")));
    Index older = index;
    commit(Plans.of(index, value("a", 2, "2"), tombstone("b", 2), value("c", 2, "2")));
    assertThat(tree.entries(older)).containsExactly(value("a", 1, "1"), value("b", 1, "1"));
    assertThat(older.keyAt("c")).isNull();
    assertThat(older.sequence()).isOne();
  }

  @Test
  void aPurgeIsNoticedThoughItsLineIsGone() {
    commit(Plans.of(index, value("a", 1, "1"), value("b", 1, "1")));
    Index away = index;
    commit(
        Plans.of(index, new CommitWork.Forgetting(List.of(new Purge(key("a"), Entries.stamp(1))))));
    for (int i = 0; i < 20; i++) {
      commit(Plans.of(index, value("x" + i, 1, "x")));
    }
    assertThat(index.size()).isEqualTo(21);
    NavigableSet<SegmentName> present = tree.segments();
    List<SegmentName> unread = Index.toRead(present, away.sequence());
    Index back = away.caughtUp(index.sequence(), tree.read(unread), present);
    assertThat(back.find(key("a"))).isNull();
    assertThat(back.page("", null, 100)).isEqualTo(index.page("", null, 100));
  }

  @Test
  void heldLinesAreReportedKeptAndMended() {
    SegmentName first = SegmentName.of(1);
    String sound = "{\"k\":\"b\",\"q\":1,\"h\":\"2026-01-01T00:00:00Z+0@1\",\"d\":true}\n";
    tree.put(first.path(), "{\"k\":\"a\"}\n" + sound + "<<<<\n");
    index = Index.of("life", 1, tree.read(Set.of(first)), Set.of(first));
    assertThat(index.held()).extracting(HeldLine::number).containsExactly(1, 3);
    assertThat(index.heldAt(key("a")).segment()).isEqualTo(first);
    assertThat(index.heldAt(key("b"))).isNull();
    Index follower = index;
    for (int i = 0; i < 16; i++) {
      commit(Plans.of(index, value("x" + i, 1, "x")));
      SegmentName own = SegmentName.of(index.sequence());
      follower = follower.next(tree.read(Set.of(own)).get(0));
    }
    assertThat(tree.has(first.path())).isFalse();
    Index cold = Index.of("life", index.sequence(), tree.read(tree.segments()), tree.segments());
    for (Index known : List.of(index, follower, cold)) {
      assertThat(known.held()).extracting(HeldLine::text).containsExactly("{\"k\":\"a\"}", "<<<<");
      assertThat(known.held()).isEqualTo(cold.held());
      assertThat(known.segments()).isEqualTo(tree.segments());
    }
    SegmentName merged = index.heldAt(key("a")).segment();
    String mended =
        new String(tree.content(merged.path()), UTF_8)
            .replace("{\"k\":\"a\"}\n", sound.replace("\"b\"", "\"a\""))
            .replace("<<<<\n", "");
    Index reread = index.reread(List.of(Segment.parse(merged, mended.getBytes(UTF_8))));
    assertThat(reread.held()).isEmpty();
    assertThat(reread.find(key("a"))).isNotNull();
  }

  @Test
  void whatALineThatSaysNothingReplacedIsNotServed() {
    commit(Plans.of(index, value("a", 1, "1")));
    commit(Plans.of(index, value("a", 2, "2"), value("b", 2, "2")));
    SegmentName second = SegmentName.of(2);
    String damaged =
        new String(tree.content(second.path()), UTF_8).replaceFirst("\"h\":\"[^\"]*\"", "\"h\":0");
    tree.put(second.path(), damaged);
    Index cold = Index.of("life", 2, tree.read(tree.segments()), tree.segments());
    assertThat(cold.heldAt(key("a"))).isNotNull();
    assertThat(keys(cold.page("", null, 10))).containsExactly(key("b"));
    assertThat(keys(cold.changes(Position.after(0), 10))).containsExactly(key("b"));
  }

  /** A large segment is in parts, and counts only if all are there. */
  @Test
  void segmentsInParts() {
    commit(
        Plans.of(
            index, Plans.each(Entries.values("k".repeat(500), 8_000, 1).toArray(Entry[]::new))));
    NavigableSet<SegmentName> present = tree.segments();
    assertThat(present).hasSizeGreaterThan(1);
    assertThat(index.segments()).isEqualTo(present);
    assertThat(Index.empty("life").next(tree.read(present)).segments()).isEqualTo(present);
    Index cold = Index.of("life", 1, tree.read(present), present);
    assertThat(cold.page("", null, 100_000)).isEqualTo(index.page("", null, 100_000));
    assertThat(cold.missing()).isEmpty();
    present.pollLast();
    assertThat(Index.of("life", 1, tree.read(present), present).missing()).hasSize(1);
  }

  @Test
  void aHundredThousandKeysAreAFewDozenFiles() {
    List<Entry> all = Entries.values("key-", 100_000, 1);
    Tree log = Tree.empty();
    for (int from = 0; from < all.size(); from += 250) {
      CommitPlan plan =
          Plans.of(index, Plans.each(all.subList(from, from + 250).toArray(Entry[]::new)));
      log.takeSegments(plan);
      index = plan.next();
    }
    NavigableSet<SegmentName> present = log.segments();
    assertThat(present).isEqualTo(index.segments()).hasSizeLessThan(60);
    Index cold = Index.of("life", 400, log.read(present), present);
    assertThat(cold.size()).isEqualTo(100_000);
    assertThat(cold.page("", null, 100_000)).isEqualTo(index.page("", null, 100_000));
  }

  private void commit(CommitPlan plan) {
    tree = tree.commit(plan);
    index = plan.next();
  }

  private static List<Key> keys(List<IndexedEntry> entries) {
    return entries.stream().map(IndexedEntry::key).toList();
  }
}
