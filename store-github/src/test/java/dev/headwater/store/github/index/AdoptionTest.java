package dev.headwater.store.github.index;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.store.github.index.CommitWork.Outcome.Merged;
import dev.headwater.store.github.index.FoundFile.Kind;
import dev.headwater.store.github.layout.Chunks;
import dev.headwater.store.github.layout.GitHash;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.RepositoryPaths;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.testkit.Entries;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdoptionTest {

  private static final long NOW = 1_000_000;
  private static final String ADA = "Ada <ada@example.org>";

  private Tree written = Tree.empty();
  private Index index = Index.empty("life");

  @BeforeEach
  void write() {
    commit(Plans.of(index, value("a.txt", 5, "a"), value("dir/b.json", 5, "{}")));
  }

  @Test
  void theOriginIsMadeOfWords() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest("headwater people".getBytes(StandardCharsets.UTF_8));
    long first = new BigInteger(1, Arrays.copyOf(hash, 8)).longValue();
    assertThat(People.ORIGIN).isEqualTo(first & Long.MAX_VALUE).isEqualTo(8758862200435336416L);
  }

  @Test
  void aNewFileIsAValue() {
    Adoption adoption = adopt(written.copy().put("new/x.yaml", "x: 1"), 2000);
    assertThat(adoption.entries()).hasSize(1);
    IndexedEntry adopted = adoption.entries().get(0);
    assertThat(adopted.key()).isEqualTo(key("new/x.yaml"));
    assertThat(adopted.stamp()).isEqualTo(Stamp.of(2000, 1, People.ORIGIN));
    assertThat(adopted.author()).isEqualTo(ADA);
    assertThat(adopted.sequence()).isEqualTo(2);
    assertThat(adopted.value().encoding()).isEqualTo("utf-8");
    assertThat(adopted.value().size()).isEqualTo(4);
    assertThat(adopted.value().hash()).isNull();
    Index view = adoption.onto(index);
    assertThat(view.find(key("new/x.yaml"))).isEqualTo(adopted);
    assertThat(view.sequence()).isOne();
    assertThat(index.find(key("new/x.yaml"))).isNull();
  }

  @Test
  void aChangedFileKeepsItsEncodingAndIsNewerWhateverTheClocks() {
    commit(Plans.of(index, value("a.txt", 50_000, "later")));
    Adoption adoption = adopt(written.copy().put("a.txt", "edited"), 20);
    IndexedEntry adopted = adoption.entries().get(0);
    assertThat(adopted.stamp()).isEqualTo(Stamp.of(50_000, 1, People.ORIGIN));
    assertThat(adopted.stamp().isAfter(stamp(50_000))).isTrue();
    assertThat(adopted.value().encoding()).isEqualTo(Entries.ENCODING);
  }

  @Test
  void timesThatCanNotBeAreLeftOut() {
    Tree head = written.copy().put("a.txt", "edited");
    Passage passage = new Passage(List.of(-5L, 3000L, NOW + 60_001), 2, NOW, ADA);
    Adoption adoption = Adoption.of(index, Adoption.NONE, written.differences(head), passage, 1000);
    assertThat(adoption.entries().get(0).stamp()).isEqualTo(Stamp.of(3000, 2, People.ORIGIN));
  }

  @Test
  void aDeletedFileIsATombstoneAndARenamedOneBoth() {
    Tree head = written.copy().delete("a.txt").put("renamed.txt", "a");
    Adoption adoption = adopt(head, 2000);
    Stamp stamp = Stamp.of(2000, 1, People.ORIGIN);
    assertThat(head.entries(adoption.onto(index)))
        .containsExactly(
            Entry.tombstone(key("a.txt"), stamp),
            value("dir/b.json", 5, "{}"),
            value(key("renamed.txt"), stamp, "a"));
  }

  @Test
  void theNextCommitWritesWhatWasAdoptedAndNothingElse() {
    Tree head = written.copy().put("new", "n").delete("a.txt");
    Adoption adoption = adopt(head, 2000);
    CommitPlan plan = CommitPlan.of(index, adoption, List.of(), Plans.CONTEXT);
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.files()).extracting(FileChange::path).containsExactly(SegmentName.of(2).path());
    assertThat(plan.message("b", "1", "c")).startsWith("Adopt 2 keys\n");
    Tree after = head.commit(plan);
    after.checkDescribedBy(plan.next());
    assertThat(plan.next().page("", null, 9)).isEqualTo(adoption.onto(index).page("", null, 9));
    Adoption later = Adoption.of(plan.next(), adoption, List.of(), passage(2, 2000), 1000);
    assertThat(later.isEmpty()).isTrue();
  }

  @Test
  void writesAreDecidedAgainstWhatWasAdopted() {
    Tree head = written.copy().put("a.txt", "edited");
    Adoption adoption = adopt(head, 2000);
    CommitPlan plan =
        CommitPlan.of(
            index,
            adoption,
            List.of(Plans.each(value("a.txt", 100, "older"), value("dir/b.json", 100, "newer"))),
            Plans.CONTEXT);
    assertThat(plan.outcomes())
        .containsExactly(
            new Merged(
                List.of(
                    new MergeOutcome.Superseded(Stamp.of(2000, 1, People.ORIGIN)),
                    MergeOutcome.written())));
    Tree after = head.commit(plan);
    after.checkDescribedBy(plan.next());
    assertThat(Entries.text(after.entries(plan.next()).get(0))).isEqualTo("edited");
  }

  @Test
  void theSameEntryComingBackIsUnchangedThoughItsHashIsNotKnown() {
    Tree head = written.copy().put("a.txt", "edited");
    Adoption adoption = adopt(head, 2000);
    Entry edited = head.entries(adoption.onto(index)).get(0);
    Entry other = value(key("a.txt"), edited.stamp(), "other");
    assertThat(plan(adoption, edited).outcomes())
        .containsExactly(new Merged(List.of(MergeOutcome.unchanged())));
    assertThat(CommitPlan.needsHash(adoption.onto(index), List.of(Plans.each(edited)))).isEmpty();
    assertThat(CommitPlan.needsHash(adoption.onto(index), List.of(Plans.each(other))))
        .containsExactly(key("a.txt"));
    Adoption known = adoption.withHash(adoption.entries().get(0), edited.hash(), 6);
    assertThat(CommitPlan.needsHash(known.onto(index), List.of(Plans.each(other)))).isEmpty();
    MergeOutcome expected = Write.of(other).onto(edited, 0);
    assertThat(plan(known, other).outcomes()).containsExactly(new Merged(List.of(expected)));
  }

  @Test
  void filesOfGitAndTheIndexAreNoValues() {
    Tree head =
        written
            .copy()
            .put(".github/workflows/ci.yml", "on: push")
            .put("sub/.gitattributes", "* -text")
            .put(SegmentName.of(1).path(), "tampered")
            .put(".headwater/x", "x");
    Adoption adoption = adopt(head, 2000);
    assertThat(adoption.isEmpty()).isTrue();
    assertThat(adoption.held()).isEmpty();
    assertThat(adoption.indexFiles())
        .containsExactlyInAnyOrder(".headwater/x", SegmentName.of(1).path());
  }

  @Test
  void whatIsNoKeyOrNoValueIsHeldAndTheRestGoesOn() {
    Tree head =
        written
            .copy()
            .put("50% off.txt", "?")
            .put("aux.txt", "?")
            .put("x%~parts/000", "?")
            .put("large.bin", "x".repeat(1001))
            .put("link", Kind.LINK)
            .put("module", Kind.MODULE)
            .put("fine", "yes");
    Adoption adoption = adopt(head, 2000);
    assertThat(adoption.entries()).extracting(IndexedEntry::key).containsExactly(key("fine"));
    assertThat(adoption.held())
        .extracting(HeldPath::path)
        .containsExactlyInAnyOrder(
            "50% off.txt", "aux.txt", "x%~parts/000", "large.bin", "link", "module");
    assertThat(adoption.held()).allSatisfy(held -> assertThat(held.reason()).isNotBlank());
  }

  @Test
  void aValueThatBecameALinkStaysWhatItWas() {
    Tree head = written.copy().put("a.txt", Kind.LINK);
    Adoption adoption = adopt(head, 2000);
    assertThat(adoption.isEmpty()).isTrue();
    assertThat(adoption.held()).hasSize(1);
    CommitPlan plan = plan(adoption, value("a.txt", 6, "a"));
    head.commit(plan).checkDescribedBy(plan.next());
  }

  @Test
  void aFileAtTheNaturalPathOfAKeyThatIsElsewhereReplacesIt() {
    commit(Plans.of(index, value("x", 5, "file")));
    commit(Plans.of(index, value("x/y", 5, "below")));
    String elsewhere = index.find(key("x/y")).value().path();
    commit(Plans.of(index, tombstone("x", 6)));
    Tree head = written.copy().put("x/y", "edited");
    Adoption adoption = adopt(head, 2000);
    assertThat(adoption.onto(index).find(key("x/y")).value().path()).isEqualTo("x/y");
    CommitPlan plan = plan(adoption, value("z", 1, "z"));
    Tree after = head.commit(plan);
    assertThat(after.has(elsewhere)).isFalse();
    after.checkDescribedBy(plan.next());
  }

  @Test
  void aFileThatMovedToAnotherPathOfItsKeyKeepsItsEntry() {
    commit(Plans.of(index, value("x", 5, "file")));
    commit(Plans.of(index, value("x/y", 5, "below")));
    String elsewhere = index.find(key("x/y")).value().path();
    Tree head = written.copy().delete("x").delete(elsewhere).put("x/y", "below");
    Adoption adoption = adopt(head, 2000);
    assertThat(head.entries(adoption.onto(index)))
        .contains(value("x/y", 5, "below"))
        .contains(Entry.tombstone(key("x"), Stamp.of(2000, 1, People.ORIGIN)));
    CommitPlan plan = CommitPlan.of(index, adoption, List.of(), Plans.CONTEXT);
    head.commit(plan).checkDescribedBy(plan.next());
  }

  @Test
  void ofTwoFilesOfOneKeyTheOtherIsHeld() {
    Key key = key("p/q");
    Tree head =
        written.copy().put("p/q", "natural").put(RepositoryPaths.alternate(key), "alternate");
    Adoption adoption = adopt(head, 2000);
    assertThat(adoption.onto(index).find(key).value().path()).isEqualTo("p/q");
    assertThat(adoption.held())
        .containsExactly(
            new HeldPath(RepositoryPaths.alternate(key), "the value of its key is in p/q"));
  }

  @Test
  void partsOfALargeValue() {
    byte[] bytes = new byte[Chunks.MAX_FILE_BYTES + 1];
    Entry large = Entry.of(key("big"), stamp(1), EncodedValue.of(bytes, "bytes"));
    commit(Plans.of(index, large));
    List<String> parts = Chunks.paths("big", 3);

    Adoption changed = adopt(written.copy().put(parts.get(1), "short"), 2000);
    assertThat(changed.onto(index).find(key("big")).value().blobs().get(1))
        .isEqualTo(GitHash.blob("short".getBytes(StandardCharsets.UTF_8)));

    Tree some = written.copy().delete(parts.get(1));
    Adoption incomplete = adopt(some, 2000);
    assertThat(incomplete.isEmpty()).isTrue();
    assertThat(incomplete.held()).extracting(HeldPath::path).containsExactly("big");
    CommitPlan mended = plan(incomplete, value("big", 3, "small"));
    some.commit(mended).checkDescribedBy(mended.next());

    Tree none = written.copy();
    parts.forEach(none::delete);
    assertThat(adopt(none, 2000).onto(index).find(key("big")).isTombstone()).isTrue();

    Tree one = written.copy().put("big", "small");
    Adoption replaced = adopt(one, 2000);
    CommitPlan plan = CommitPlan.of(index, replaced, List.of(), Plans.CONTEXT);
    one.commit(plan).checkDescribedBy(plan.next());
  }

  @Test
  void whatWasToldAndUndoneGetsANewerStamp() {
    Tree edited = written.copy().put("a.txt", "edited").put("new", "n").delete("dir/b.json");
    Adoption told = adopt(edited, 2000);
    Adoption undone =
        Adoption.of(index, told, List.of(), new Passage(List.of(2000L), 2, NOW, ADA), 1000);
    assertThat(written.entries(undone.onto(index)))
        .containsExactly(
            value(key("a.txt"), Stamp.of(2000, 2, People.ORIGIN), "a"),
            value(key("dir/b.json"), Stamp.of(2000, 2, People.ORIGIN), "{}"),
            Entry.tombstone(key("new"), Stamp.of(2000, 2, People.ORIGIN)));
    Adoption again = Adoption.of(index, undone, List.of(), passage(3, 2000), 1000);
    assertThat(again.entries()).isEqualTo(undone.entries());
  }

  @Test
  void aWholeRepositoryIsAdopted() {
    Tree files = Tree.empty().put("README.md", "hello").put("src/Main.java", "class Main {}");
    Index empty = Index.empty("life");
    List<Difference> all = Adoption.listing(empty, files.files());
    Adoption adoption = Adoption.of(empty, Adoption.NONE, all, passage(1, 2000), 1000);
    CommitPlan plan = CommitPlan.of(empty, adoption, List.of(), Plans.CONTEXT);
    Tree after = files.commit(plan);
    after.checkDescribedBy(plan.next());
    assertThat(plan.next().size()).isEqualTo(2);
    assertThat(Adoption.listing(plan.next(), after.files())).isEmpty();
    after.delete("README.md").put("other", "o");
    assertThat(Adoption.listing(plan.next(), after.files()))
        .extracting(Difference::path)
        .containsExactlyInAnyOrder("README.md", "other");
  }

  @Test
  void nothingIsNewerThanTheLastStamp() {
    Entry last = value(key("a.txt"), new Stamp(Long.MAX_VALUE, 1), "last");
    commit(Plans.of(index, last));
    Adoption adoption = adopt(written.copy().put("a.txt", "edited"), 2000);
    assertThat(adoption.isEmpty()).isTrue();
    assertThat(adoption.held()).extracting(HeldPath::path).containsExactly("a.txt");
  }

  @Test
  void tamperedSegmentsAreWrittenAnew() {
    commit(Plans.of(index, value("c", 5, "c")));
    commit(Plans.of(index, value("d", 5, "d")));
    Tree head = written.copy().delete(SegmentName.of(1).path()).put(SegmentName.of(2).path(), "x");
    Adoption adoption = adopt(head, 2000);
    assertThat(adoption.indexFiles())
        .isEqualTo(Set.of(SegmentName.of(1).path(), SegmentName.of(2).path()));
    Index known = index.withLog(Set.of(SegmentName.of(3)), Set.of(SegmentName.of(2)));
    assertThat(known.missing()).isNotEmpty();
    CommitPlan plan = Plans.of(known, value("e", 5, "e"));
    Tree after = head.commit(plan);
    assertThat(plan.next().missing()).isEmpty();
    assertThat(after.segments()).isEqualTo(plan.next().segments());
    Index cold = Index.of("life", 4, after.read(after.segments()), after.segments());
    assertThat(after.entries(cold)).isEqualTo(after.entries(plan.next())).hasSize(5);
    assertThat(cold.held()).isEmpty();
  }

  private CommitPlan plan(Adoption adoption, Entry entry) {
    return CommitPlan.of(index, adoption, List.of(Plans.each(entry)), Plans.CONTEXT);
  }

  private Adoption adopt(Tree head, long millis) {
    List<Difference> differences = written.differences(head);
    long limit = 20L * 1024 * 1024;
    boolean large = index.find(key("big")) != null;
    return Adoption.of(index, Adoption.NONE, differences, passage(1, millis), large ? limit : 1000);
  }

  private static Passage passage(int ahead, long millis) {
    return new Passage(List.of(millis), ahead, NOW, ADA);
  }

  private void commit(CommitPlan plan) {
    written = written.commit(plan);
    index = plan.next();
  }
}
