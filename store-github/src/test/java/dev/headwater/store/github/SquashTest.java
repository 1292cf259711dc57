package dev.headwater.store.github;

import static dev.headwater.store.github.GithubStoreTest.list;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.text;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.PersonCommits.LoggedCommit;
import dev.headwater.github.emulator.RequestLine;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Write;
import dev.headwater.store.github.commits.Squashed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The history becomes one commit, and nobody loses anything by it. */
@Tag("long")
class SquashTest extends RepositoryCase {

  @Test
  void theHistoryIsOneCommitWithTheSameFiles() {
    GithubStore store = withCommits(20);
    List<Entry> before = list(store);
    List<String> files = repository.ada().files();
    Mark head = store.head();
    repository.requests();
    Squashed squashed = store.squash().orElseThrow();
    assertThat(repository.requests()).hasSizeLessThanOrEqualTo(5);
    assertThat(squashed.sequence()).isEqualTo(20);
    LoggedCommit only = onlyCommit();
    assertThat(only.id()).isEqualTo(squashed.commit());
    assertThat(only.message())
        .startsWith("Squash the history up to commit 20\n")
        .contains("Headwater-Sequence: 20\n")
        .contains("Headwater-Squash-Of: " + squashed.replaced() + "\n");
    assertThat(repository.ada().files()).isEqualTo(files);
    assertThat(list(store)).isEqualTo(before);
    assertThat(store.head()).isEqualTo(head);
    GithubStore cold = repository.open(Repository.EAGER);
    assertThat(list(cold)).isEqualTo(before);
    assertThat(cold.head()).isEqualTo(head);
    assertThat(store.squash()).isEmpty();
    assertThat(cold.merge(Write.of(value("later", 1, "x")))).isEqualTo(MergeOutcome.written());
    assertThat(list(store)).isEqualTo(list(cold)).hasSize(21);
  }

  @Test
  void anEmptyBranchHasNoHistory() {
    assertThat(repository.open(Repository.EAGER).squash()).isEmpty();
  }

  @Test
  void whoReadsOnlyMayNotSquash() {
    withCommits(2);
    GithubStore reader = repository.open(repository.config().readOnly());
    assertThatThrownBy(reader::squash).isInstanceOf(RejectedException.class);
  }

  // --- others who follow ---

  @Test
  void feedsGoOnWithoutAGap() {
    GithubStore writer = withCommits(10);
    GithubStore reader = repository.open(Repository.EAGER);
    Mark early;
    try (Feed feed = reader.feed(FeedRequest.fromStart())) {
      assertThat(texts(feed, 10)).hasSize(10);
      early = feed.poll(Duration.ZERO).mark();
      assertThat(writer.squash()).isPresent();
      writer.merge(Write.of(value("after", 1, "squash")));
      assertThat(texts(feed, 1)).containsExactly("squash");
      repository.ada().edit().write("ada", "by Ada").commit();
      assertThat(texts(feed, 1)).containsExactly("by Ada");
    }
    GithubStore cold = repository.open(Repository.EAGER);
    try (Feed feed = cold.feed(FeedRequest.after(early))) {
      assertThat(texts(feed, 2)).containsExactly("squash", "by Ada");
    }
  }

  @Test
  void whoWasAwayForSeveralSquashesCatchesUpAndWrites() {
    GithubStore writer = withCommits(3);
    GithubStore away = repository.open(Repository.CALM);
    assertThat(list(away)).hasSize(3);
    for (int i = 0; i < 3; i++) {
      writer.merge(Write.of(value("one" + i, 1, "x")));
      assertThat(writer.squash()).isPresent();
      writer.merge(Write.of(value("two" + i, 1, "x")));
    }
    repository.ada().edit().write("ada", "by Ada").commit();
    assertThat(away.merge(Write.of(value("own", 1, "x")))).isEqualTo(MergeOutcome.written());
    assertThat(list(away)).hasSize(11).isEqualTo(list(repository.open(Repository.EAGER)));
  }

  @Test
  void whatAProcessToldOfAPersonsEditIsTrueAfterTheSquash() {
    GithubStore writer = withCommits(2);
    GithubStore reader = repository.open(repository.config().readOnly().timing(Repository.EAGER));
    repository.ada().edit().write("k0", "by Ada").commit();
    Entry told = reader.read(key("k0"));
    assertThat(writer.squash()).isPresent();
    assertThat(reader.read(key("k0"))).isEqualTo(told);
    assertThat(repository.open(Repository.EAGER).read(key("k0"))).isEqualTo(told);
    onlyCommit();
  }

  @Test
  void anOldAnswerAfterTheSquashIsNotBelieved() {
    GithubStore store = withCommits(3);
    assertThat(store.squash()).isPresent();
    store.merge(Write.of(value("k0", 2, "new")));
    Squashed again = store.squash().orElseThrow();
    repository.github.faults().next(20, line -> !line.isWrite(), Fault.stale());
    assertThat(store.read(key("k0"))).isEqualTo(value("k0", 2, "new"));
    repository.github.faults().clear();
    repository.ada().forcePush(again.replaced());
    assertThat(store.read(key("k0"))).isEqualTo(value("k0", 2, "new"));
  }

  // --- others who write meanwhile ---

  @Test
  void aCommitThatIsFasterThanTheSquashIsKept() {
    GithubStore store = withCommits(3);
    GithubStore other = repository.open(Repository.EAGER);
    other.head();
    repository.github.faults().next(1, SquashTest::isReplacement, Fault.held(Moment.BEFORE));
    CompletableFuture<Optional<Squashed>> squash = CompletableFuture.supplyAsync(store::squash);
    awaitHeld();
    other.merge(Write.of(value("fast", 1, "x")));
    repository.ada().edit().write("ada", "by Ada").commit();
    repository.github.faults().release();
    assertThat(squash.join()).isPresent();
    onlyCommit();
    assertThat(list(store)).hasSize(5).isEqualTo(list(repository.open(Repository.EAGER)));
    assertThat(list(other)).isEqualTo(list(store));
  }

  @Test
  void aCommitThatIsSlowerThanTheSquashIsKept() {
    GithubStore store = withCommits(3);
    GithubStore other = repository.open(Repository.EAGER);
    other.head();
    repository.github.faults().next(1, RequestLine::isRefUpdate, Fault.held(Moment.BEFORE));
    CompletableFuture<MergeOutcome> write =
        CompletableFuture.supplyAsync(() -> other.merge(Write.of(value("slow", 1, "x"))));
    awaitHeld();
    assertThat(store.squash()).isPresent();
    repository.github.faults().release();
    assertThat(write.join()).isEqualTo(MergeOutcome.written());
    assertThat(repository.ada().history()).hasSize(2);
    assertThat(list(store)).hasSize(4).isEqualTo(list(repository.open(Repository.EAGER)));
  }

  @Test
  void aCommitWhoseAnswerWasLostAndThatWasSquashedIsKnownAsWritten() {
    GithubStore store = withCommits(3);
    GithubStore other = repository.open(Repository.EAGER);
    other.head();
    repository.github.faults().next(1, RequestLine::isRefUpdate, Fault.badGateway(Moment.AFTER));
    repository.github.faults().next(1, RequestLine::isRefUpdate, Fault.held(Moment.AFTER));
    CompletableFuture<MergeOutcome> write =
        CompletableFuture.supplyAsync(() -> other.merge(Write.of(value("slow", 1, "x"))));
    awaitHeld();
    assertThat(store.squash()).isPresent();
    repository.github.faults().release();
    assertThat(write.join()).isEqualTo(MergeOutcome.written());
    onlyCommit();
    assertThat(list(store)).hasSize(4).isEqualTo(list(other));
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void anAnswerThatWasLostIsFoundOut(Moment moment) {
    GithubStore store = withCommits(3);
    repository.github.faults().next(1, SquashTest::isReplacement, Fault.badGateway(moment));
    repository.github.faults().next(1, line -> line.path().contains("/commits/"), Fault.stale());
    Squashed squashed = store.squash().orElseThrow();
    assertThat(onlyCommit().id()).isEqualTo(squashed.commit());
    repository.ada().edit().write("ada", "by Ada").commit();
    repository.github.faults().next(1, SquashTest::isReplacement, Fault.cut(moment));
    assertThat(store.squash()).isPresent();
    onlyCommit();
    assertThat(list(store)).hasSize(4).isEqualTo(list(repository.open(Repository.EAGER)));
  }

  // --- what is settled before ---

  @Test
  void anIndexThatAPersonDamagedIsMendedFirst() {
    GithubStore store = withCommits(18);
    List<Entry> before = list(store);
    repository.ada().edit().delete(".headwater").commit();
    assertThat(store.squash()).isPresent();
    onlyCommit();
    assertThat(list(repository.open(Repository.EAGER))).isEqualTo(before);
    repository.ada().edit().write(firstSegment(), "garbage\n").commit();
    assertThat(store.squash()).isPresent();
    onlyCommit();
    assertThat(list(repository.open(Repository.EAGER))).isEqualTo(before);
  }

  @Test
  void aHistoryThatAPersonSquashedIsNamed() {
    GithubStore store = withCommits(3);
    repository.ada().forcePush(repository.ada().edit().on("orphan").write("k0", "alone").commit());
    assertThat(list(store)).hasSize(3);
    assertThatThrownBy(store::squash)
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("does not descend");
    assertThatThrownBy(() -> store.merge(Write.of(value("k9", 1, "x"))))
        .isInstanceOf(RejectedException.class);
  }

  private static boolean isReplacement(RequestLine line) {
    return line.path().endsWith("/graphql");
  }

  private GithubStore withCommits(int number) {
    GithubStore store = repository.open(Repository.EAGER);
    for (int i = 0; i < number; i++) {
      store.merge(Write.of(value("k" + i, 1, "x" + i)));
    }
    return store;
  }

  private LoggedCommit onlyCommit() {
    List<LoggedCommit> history = repository.ada().history();
    assertThat(history).hasSize(1);
    return history.get(0);
  }

  private String firstSegment() {
    return repository.ada().files().stream()
        .filter(path -> path.startsWith(".headwater/log/"))
        .findFirst()
        .orElseThrow();
  }

  private void awaitHeld() {
    Repository.await(() -> repository.github.faults().held() == 1);
  }

  /* What comes next, without what comes a second time. */
  private static List<String> texts(Feed feed, int number) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100 && texts.size() < number; i++) {
      FeedPage page = feed.poll(Duration.ofMillis(100));
      assertThat(page.continuity()).isEqualTo(Continuity.CONTINUOUS);
      page.entries().stream()
          .map(entry -> text(entry))
          .filter(one -> !texts.contains(one))
          .forEach(texts::add);
    }
    return texts;
  }
}
