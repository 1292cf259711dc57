package dev.headwater.store.github.index;

import static dev.headwater.store.github.index.Plans.each;
import static dev.headwater.store.github.index.Plans.together;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.store.github.index.CommitWork.Outcome.Failed;
import dev.headwater.store.github.index.CommitWork.Outcome.Forgot;
import dev.headwater.store.github.index.CommitWork.Outcome.Merged;
import dev.headwater.store.github.layout.Chunks;
import dev.headwater.store.github.layout.FormatFile;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitPlanTest {

  private final Index nothing = Index.empty("life");

  @Test
  void aWriteIsAFileAndASegment() {
    CommitPlan plan = Plans.of(nothing, value("config/app.json", 1, "{}"));
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.sequence()).isOne();
    assertThat(plan.removesSegments()).isFalse();
    assertThat(plan.files())
        .extracting(FileChange::path)
        .containsExactly(SegmentName.of(1).path(), "config/app.json");
    Tree tree = Tree.empty().commit(plan);
    assertThat(tree.content("config/app.json")).asString(UTF_8).isEqualTo("{}");
    assertThat(tree.entries(plan.next())).containsExactly(value("config/app.json", 1, "{}"));
    assertThat(plan.message("b-1", "7", "c0ffee"))
        .startsWith("Set config/app.json\n")
        .contains("Headwater-Sequence: 1\nHeadwater-Batch: b-1\nHeadwater-Node: 7\n")
        .endsWith("Headwater-Parent: c0ffee\n");
  }

  @Test
  void whatIsNotNewerMakesNoCommit() {
    Index index = Plans.of(nothing, value("a", 5, "five")).next();
    CommitPlan plan = Plans.of(index, value("a", 5, "five"), value("a", 4, "four"));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.outcomes())
        .containsExactly(
            new Merged(List.of(MergeOutcome.unchanged(), new MergeOutcome.Superseded(stamp(5)))));
  }

  @Test
  void aNewStampOfTheSameBytesWritesTheIndexOnly() {
    Index index = Plans.of(nothing, value("a", 1, "same")).next();
    CommitPlan plan = Plans.of(index, value("a", 2, "same"));
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.files()).extracting(FileChange::path).containsExactly(SegmentName.of(2).path());
  }

  @Test
  void aDeletionTakesTheFileAwayOnlyIfThereIsOne() {
    CommitPlan written = Plans.of(nothing, value("a", 1, "one"));
    CommitPlan deleted = Plans.of(written.next(), tombstone("a", 2), tombstone("b", 2));
    Tree tree = Tree.empty().commit(written).commit(deleted);
    assertThat(tree.has("a")).isFalse();
    assertThat(tree.entries(deleted.next())).containsExactly(tombstone("a", 2), tombstone("b", 2));
    assertThat(deleted.message("b", "1", null)).startsWith("Delete 2 keys\n");
  }

  @Test
  void whatMeetsIsPutElsewhereAndStaysThere() {
    CommitPlan plan = Plans.of(nothing, value("a", 1, "file"), value("a/b", 1, "below"));
    Tree tree = Tree.empty().commit(plan);
    String below = plan.next().find(key("a/b")).value().path();
    assertThat(below).startsWith("a%~/b%~");
    CommitPlan gone = Plans.of(plan.next(), tombstone("a", 2));
    CommitPlan again = Plans.of(gone.next(), value("a/b", 3, "again"), value("a/c", 3, "new"));
    tree = tree.commit(gone).commit(again);
    assertThat(again.next().find(key("a/b")).value().path()).isEqualTo(below);
    assertThat(again.next().find(key("a/c")).value().path()).isEqualTo("a/c");
    tree.checkDescribedBy(again.next());
  }

  @Test
  void noPathIsFileAndDirectoryWithinOneCommit() {
    CommitPlan file = Plans.of(nothing, value("a", 1, "file"));
    CommitPlan swapped = Plans.of(file.next(), tombstone("a", 2), value("a/b", 2, "below"));
    Tree tree = Tree.empty().commit(file).commit(swapped);
    assertThat(swapped.next().find(key("a/b")).value().path()).startsWith("a%~/b%~");
    tree.checkDescribedBy(swapped.next());
  }

  @Test
  void worksSeeThoseBeforeThem() {
    CommitPlan plan =
        Plans.of(
            nothing,
            each(Write.of(value("a", 1, "one"))),
            each(new Write(value("a", 2, "two"), Precondition.absent())),
            each(new Write(value("a", 3, "three"), Precondition.stampIs(stamp(1)))),
            new CommitWork.Forgetting(List.of(new Purge(key("a"), stamp(2)))),
            new CommitWork.Forgetting(List.of(new Purge(key("a"), stamp(3)))),
            new CommitWork.Forgetting(List.of(new Purge(key("a"), stamp(3)))),
            each(new Write(value("a", 2, "again"), Precondition.absent())));
    assertThat(plan.outcomes())
        .containsExactly(
            new Merged(List.of(MergeOutcome.written())),
            new Merged(List.of(new MergeOutcome.Refused(stamp(1)))),
            new Merged(List.of(MergeOutcome.written())),
            new Forgot(0),
            new Forgot(1),
            new Forgot(0),
            new Merged(List.of(MergeOutcome.written())));
    Tree tree = Tree.empty().commit(plan);
    assertThat(tree.entries(plan.next())).containsExactly(value("a", 2, "again"));
  }

  @Test
  void anAtomicBatchIsAllOrNothing() {
    Index index = Plans.of(nothing, value("a", 5, "five")).next();
    CommitPlan refused =
        Plans.of(
            index,
            together(
                new Write(value("b", 6, "six"), Precondition.none()),
                new Write(value("a", 6, "six"), Precondition.absent())));
    assertThat(refused.isEmpty()).isTrue();
    assertThat(refused.outcomes())
        .containsExactly(
            new Merged(
                List.of(new MergeOutcome.Refused(null), new MergeOutcome.Refused(stamp(5)))));
    CommitPlan done =
        Plans.of(
            index,
            together(
                new Write(value("b", 6, "six"), Precondition.absent()),
                new Write(value("a", 4, "four"), Precondition.none())));
    assertThat(done.outcomes())
        .containsExactly(
            new Merged(List.of(MergeOutcome.written(), new MergeOutcome.Superseded(stamp(5)))));
    assertThat(done.next().size()).isEqualTo(2);
  }

  @Test
  void aPurgedKeyIsForgottenByAllWhoFollow() {
    CommitPlan first = Plans.of(nothing, value("a", 1, "one"), value("b", 1, "one"));
    CommitPlan purge =
        Plans.of(first.next(), new CommitWork.Forgetting(List.of(new Purge(key("a"), stamp(9)))));
    assertThat(purge.outcomes()).containsExactly(new Forgot(1));
    assertThat(purge.message("b", "1", null)).startsWith("Forget a\n");
    Tree tree = Tree.empty().commit(first).commit(purge);
    assertThat(tree.has("a")).isFalse();
    Index follower = first.next().next(tree.read(List.of(SegmentName.of(2))).get(0));
    for (Index index : List.of(purge.next(), follower)) {
      assertThat(index.find(key("a"))).isNull();
      assertThat(index.page("", null, 9)).hasSize(1);
      assertThat(index.changes(Position.after(1), 9)).isEmpty();
    }
    assertThat(Plans.of(purge.next(), value("a", 1, "one")).outcomes())
        .containsExactly(new Merged(List.of(MergeOutcome.written())));
  }

  @Test
  void theFirstCommitBringsTheFormat() {
    CommitPlan.Context context =
        new CommitPlan.Context("github(test)", 0, FormatFile.files("life"));
    CommitPlan plan =
        CommitPlan.of(nothing, Adoption.NONE, List.of(each(value("a", 1, "one"))), context);
    assertThat(Tree.empty().commit(plan).has(FormatFile.PATH)).isTrue();
  }

  @Test
  void aLargeValueIsInParts() {
    byte[] bytes = new byte[Chunks.MAX_FILE_BYTES + 1];
    Entry large = Entry.of(key("big"), stamp(1), EncodedValue.of(bytes, "bytes"));
    CommitPlan plan = Plans.of(nothing, large);
    Tree tree = Tree.empty().commit(plan);
    assertThat(tree.has("big%~parts/002")).isTrue();
    assertThat(tree.has("big")).isFalse();
    assertThat(tree.entries(plan.next())).containsExactly(large);
    bytes[0] = 1;
    Entry changed = Entry.of(key("big"), stamp(2), EncodedValue.of(bytes, "bytes"));
    CommitPlan next = Plans.of(plan.next(), changed);
    assertThat(next.files())
        .extracting(FileChange::path)
        .containsExactly(SegmentName.of(2).path(), "big%~parts/000");
    tree = tree.commit(next);
    assertThat(tree.entries(next.next())).containsExactly(changed);
    CommitPlan small = Plans.of(next.next(), value("big", 3, "small"));
    tree = tree.commit(small);
    tree.checkDescribedBy(small.next());
    assertThat(tree.content("big")).hasSize(5);
  }

  @Test
  void aKeyWhoseLineSaysNothingIsNotOverwrittenSilently() {
    Index index = damaged();
    CommitPlan plan =
        Plans.of(
            index,
            each(value("a", 9, "nine"), value("b", 9, "nine")),
            together(Write.of(value("a", 9, "nine")), Write.of(value("c", 9, "nine"))));
    Merged merged = (Merged) plan.outcomes().get(0);
    assertThat(merged.outcomes().get(0)).isInstanceOf(MergeOutcome.Failed.class);
    assertThat(merged.outcomes().get(1)).isEqualTo(MergeOutcome.written());
    assertThat(plan.outcomes().get(1)).isInstanceOf(Failed.class);
    assertThat(((Failed) plan.outcomes().get(1)).error())
        .hasMessageContaining("github(test)")
        .hasMessageContaining("'a'")
        .hasMessageContaining("line 1");
    assertThat(plan.next().heldAt(key("a"))).isNotNull();
    assertThat(plan.next().find(key("c"))).isNull();
  }

  @Test
  void purgingUpToTheLastStampMendsAKey() {
    Index index = damaged();
    CommitPlan none =
        Plans.of(index, new CommitWork.Forgetting(List.of(new Purge(key("a"), stamp(9)))));
    assertThat(none.outcomes()).containsExactly(new Forgot(0));
    Stamp last = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);
    CommitPlan purge =
        Plans.of(
            index,
            new CommitWork.Forgetting(List.of(new Purge(key("a"), last))),
            each(value("a", 1, "mended")));
    assertThat(purge.outcomes())
        .containsExactly(new Forgot(1), new Merged(List.of(MergeOutcome.written())));
    assertThat(purge.next().heldAt(key("a"))).isNull();
    assertThat(purge.next().find(key("a"))).isNotNull();
  }

  private static Index damaged() {
    byte[] text = "{\"k\":\"a\",\"h\":\"damaged\"}\nnonsense\n".getBytes(UTF_8);
    SegmentName name = SegmentName.of(1);
    return Index.of("life", 1, List.of(Segment.parse(name, text)), List.of(name));
  }
}
