package dev.headwater.store.github;

import static dev.headwater.store.github.GithubStoreTest.list;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.text;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.PersonEdit;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people commit becomes entries. */
@Tag("long")
class PeopleTest extends RepositoryCase {

  @Test
  void anEditIsSeenAndNewerThanWhatItReplaced() {
    Store store = repository.open(Repository.EAGER);
    Entry before = value("a.txt", repository.clock.millis() + 30_000, "by a program");
    store.merge(Write.of(before));
    repository.ada().edit().write("a.txt", "by Ada").commit();
    Entry edited = read(store, "a.txt");
    assertThat(text(edited)).isEqualTo("by Ada");
    assertThat(edited.stamp().isAfter(before.stamp())).isTrue();
  }

  @Test
  void createdDeletedAndRenamedFilesAreEntries() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("gone", 1, "x")));
    store.merge(Write.of(value("old/name.txt", 1, "content that stays as it is")));
    repository
        .ada()
        .edit()
        .write("new.json", "{}")
        .delete("gone")
        .rename("old/name.txt", "new/name.txt")
        .commit();
    assertThat(store.read(key("gone"))).isNotNull().matches(Entry::isTombstone);
    assertThat(read(store, "old/name.txt").isTombstone()).isTrue();
    assertThat(text(read(store, "new/name.txt"))).isEqualTo("content that stays as it is");
    assertThat(text(read(store, "new.json"))).isEqualTo("{}");
  }

  @Test
  void allProcessesAdoptTheSameWithoutAskingEachOther() {
    Store one = repository.open(Repository.EAGER);
    Store two = repository.open(repository.config().readOnly().timing(Repository.EAGER));
    one.merge(Write.of(value("a", 1, "x")));
    repository.ada().edit().write("a", "y").write("b", "z").commit();
    assertThat(list(two)).isEqualTo(list(one));
    assertThat(list(two))
        .isEqualTo(list(repository.open(repository.config().readOnly().timing(Repository.EAGER))));
  }

  @Test
  void aProgramsWriteOnAPersonsCommitKeepsBoth() {
    Store store = repository.open(Repository.CALM);
    store.merge(Write.of(value("a", 1, "x")));
    repository.ada().edit().write("b", "by Ada").write("a", "by Ada").commit();
    assertThat(store.merge(Write.of(value("c", 1, "z")))).isEqualTo(MergeOutcome.written());
    Store other = repository.open(Repository.EAGER);
    assertThat(text(read(other, "b"))).isEqualTo("by Ada");
    assertThat(text(read(other, "a"))).isEqualTo("by Ada");
    assertThat(read(other, "c")).isEqualTo(value("c", 1, "z"));
    assertThat(list(other)).isEqualTo(list(store));
  }

  @Test
  void aHundredFilesAtOnceAndAMergeAreAdopted() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository.ada().branch("feature");
    PersonEdit edit = repository.ada().edit().on("feature");
    for (int i = 0; i < 100; i++) {
      edit.write("many/" + i + ".txt", "file " + i);
    }
    edit.commit();
    store.merge(Write.of(value("b", 1, "x")));
    repository.ada().merge("feature");
    assertThat(list(store)).hasSize(102);
    assertThat(list(repository.open(Repository.EAGER))).hasSize(102);
  }

  @Test
  void moreFilesThanGithubTellsOfAreAdopted() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    PersonEdit edit = repository.ada().edit();
    for (int i = 0; i < 350; i++) {
      edit.write("d" + i % 5 + "/" + i + ".txt", "file " + i);
    }
    edit.delete("a").commit();
    assertThat(list(store)).hasSize(351);
    assertThat(read(store, "a").isTombstone()).isTrue();
  }

  @Test
  void anEditIsAdoptedThoughGithubDoesNotListItsDirectory() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository.github.faults().truncateTreesAt(0);
    repository.ada().edit().write("a", "by Ada").write("d/b", "by Ada").commit();
    assertThat(text(read(store, "a"))).isEqualTo("by Ada");
    assertThat(text(read(store, "d/b"))).isEqualTo("by Ada");
    repository.github.faults().clear();
    store.merge(Write.of(value("c", 1, "x")));
    assertThat(list(repository.open(Repository.EAGER))).hasSize(3).isEqualTo(list(store));
  }

  @Test
  void aRepositoryWithFilesAndNoIndexBecomesAStore() {
    repository.ada().edit().write("README.md", "Hello").write("src/a.txt", "a").commit();
    Store store = repository.open(Repository.EAGER);
    assertThat(list(store))
        .extracting(Entry::key)
        .containsExactly(key("README.md"), key("src/a.txt"));
    store.merge(Write.of(value("b", 1, "x")));
    assertThat(list(repository.open(Repository.EAGER))).hasSize(3);
    assertThat(repository.ada().files()).contains(".headwater/format.json", "README.md");
  }

  @Test
  void laterEditsAreNewerWhateverTheClocksSay() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    Instant now = repository.clock.instant();
    repository.ada().edit().write("a", "one").at(now).commit();
    Entry one = read(store, "a");
    repository.ada().edit().write("a", "two").at(now.minusSeconds(3_600)).commit();
    Entry two = read(store, "a");
    assertThat(text(two)).isEqualTo("two");
    assertThat(two.stamp().isAfter(one.stamp())).isTrue();
  }

  @Test
  void aFeedBringsAPersonsCommitAndItIsWrittenDownWhenNobodyWrites() throws Exception {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    Mark head = store.head();
    String edited = repository.ada().edit().write("a", "by Ada").commit();
    try (Feed feed = store.feed(FeedRequest.after(head))) {
      assertThat(next(feed)).singleElement().matches(entry -> text(entry).equals("by Ada"));
      assertThat(next(feed)).singleElement().matches(entry -> text(entry).equals("by Ada"));
    }
    assertThat(repository.ada().history().get(0).message()).startsWith("Adopt a");
    assertThat(repository.ada().history().get(0).parents()).containsExactly(edited);
  }

  @Test
  void filesOfGitAndFilesThatAreNoKeysAreLeftAlone() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository
        .ada()
        .edit()
        .write(".github/workflows/build.yml", "on: push")
        .write(".gitattributes", "* -text")
        .write("no%zzkey", "x")
        .link("link", "a")
        .commit();
    store.merge(Write.of(value("b", 1, "x")));
    assertThat(repository.ada().files())
        .contains(".github/workflows/build.yml", ".gitattributes", "no%zzkey", "link");
    assertThat(list(store))
        .extracting(entry -> entry.key().text())
        .contains("a", "b")
        .doesNotContain("no%zzkey");
  }

  // --- the index ---

  @Test
  void anIndexThatAPersonDeletedIsWrittenAnew() {
    Store store = repository.open(Repository.EAGER);
    for (int i = 0; i < 20; i++) {
      store.merge(Write.of(value("k" + i, 1, "x" + i)));
    }
    List<Entry> before = list(store);
    Mark head = store.head();
    repository.ada().edit().delete(".headwater").commit();
    assertThat(list(store)).isEqualTo(before);
    assertThat(list(repository.open(repository.config().readOnly().timing(Repository.EAGER))))
        .isEqualTo(before);
    store.merge(Write.of(value("later", 1, "y")));
    Store cold = repository.open(Repository.EAGER);
    assertThat(list(cold)).hasSize(21).containsAll(before);
    assertThat(cold.head().incarnation()).isEqualTo(head.incarnation());
  }

  @Test
  void aSegmentThatAPersonDamagedIsWrittenAnew() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    store.merge(Write.of(value("b", 1, "y")));
    List<Entry> before = list(store);
    repository
        .ada()
        .edit()
        .write(".headwater/log/0/000000000001-000000000001.jsonl", "garbage\n")
        .commit();
    assertThat(list(store)).isEqualTo(before);
    store.merge(Write.of(value("c", 1, "z")));
    assertThat(list(repository.open(Repository.EAGER))).hasSize(3).containsAll(before);
  }

  // --- history that is not a continuation ---

  @Test
  void aBranchThatWasSetAwayIsNamedAndNothingIsRolledBack() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    String old = repository.ada().head().orElseThrow();
    store.merge(Write.of(value("a", 2, "y")));
    repository.ada().forcePush(old);
    repository.ada().edit().write("b", "after the restore").commit();
    assertThat(store.read(key("a"))).isEqualTo(value("a", 2, "y"));
    assertThatThrownBy(() -> store.merge(Write.of(value("c", 1, "z"))))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("does not descend");
    Store anew = repository.open(Repository.EAGER);
    assertThat(anew.read(key("a"))).isEqualTo(value("a", 1, "x"));
    assertThat(anew.merge(Write.of(value("c", 1, "z")))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aBranchThatWasSetBackIsTakenForwardByTheNextWrite() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    String old = repository.ada().head().orElseThrow();
    store.merge(Write.of(value("a", 2, "y")));
    repository.ada().forcePush(old);
    assertThat(store.read(key("a"))).isEqualTo(value("a", 2, "y"));
    store.merge(Write.of(value("b", 1, "z")));
    assertThat(repository.open(Repository.EAGER).read(key("a"))).isEqualTo(value("a", 2, "y"));
  }

  private static Entry read(Store store, String key) {
    return Objects.requireNonNull(store.read(key(key)), key);
  }

  private static List<Entry> next(Feed feed) {
    for (int i = 0; i < 100; i++) {
      FeedPage page = feed.poll(Duration.ofMillis(100));
      if (!page.isEmpty()) {
        return page.entries();
      }
    }
    throw new AssertionError("nothing came");
  }
}
