package dev.headwater.store.github.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.AccessToken;
import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.github.emulator.RequestLine;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.github.rest.Comparison.Change;
import dev.headwater.store.github.rest.Comparison.Status;
import dev.headwater.store.spi.Secret;
import dev.headwater.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests against a real Git repository. */
@Tag("long")
class EmulatedGithubTest {

  private final RestFixture fixture = new RestFixture(); // for its clock and waits
  @TempDir Path directory;
  private GithubEmulator github;
  private GitRepository repository;
  private PersonCommits ann;

  @BeforeEach
  void start() {
    github = GithubEmulator.over(directory.resolve("data.git")).clock(fixture.clock).start();
    ann = github.person("Ann", "ann@example.org");
    repository = open(RateLimits.server());
  }

  @AfterEach
  void end() {
    repository.close();
    github.close();
    fixture.close();
  }

  @Test
  void anEmptyRepositoryIsBegun() {
    assertThat(repository.head()).isEmpty();
    assertThat(repository.defaultHead()).isEmpty();

    assertThat(repository.initialize(".headwater/README.md", utf8("Hi"), "Begin"))
        .isEqualTo(Moved.MOVED);
    String head = repository.head().orElseThrow();
    assertThat(repository.defaultHead()).contains(head);
    assertThat(repository.file(head, ".headwater/README.md").orElseThrow()).isEqualTo(utf8("Hi"));
    assertThat(repository.initialize(".headwater/README.md", utf8("Ho"), "Again"))
        .isEqualTo(Moved.NOT_FAST_FORWARD);
  }

  @Test
  void aCommitIsThreeRequestsAndAnIdlePollOne() {
    String first = ann.edit().write("a", "1").write("b/c", "2").commit();
    assertThat(repository.head()).contains(first);
    GitCommit base = repository.commit(first).orElseThrow();
    repository.facts();
    github.requests().clear();

    String next =
        commit(
            base,
            new TreeChange.Text("a", "é\n"),
            new TreeChange.Deleted("b/c"),
            new TreeChange.Text("d/e", "5"));
    assertThat(repository.moveHead(next)).isEqualTo(Moved.MOVED);
    assertThat(github.requests().count()).isEqualTo(3);

    assertThat(repository.head()).contains(next);
    github.requests().clear();
    assertThat(repository.head()).contains(next);
    assertThat(github.requests().all()).singleElement().matches(seen -> seen.status() == 304);
    assertThat(ann.files()).containsExactly("a", "d/e");
    assertThat(ann.file("a").orElseThrow()).isEqualTo(utf8("é\n"));
  }

  @Test
  void whoComesSecondIsTold() {
    String first = ann.edit().write("a", "1").commit();
    GitCommit base = repository.commit(first).orElseThrow();
    String next = commit(base, new TreeChange.Text("a", "2"));
    String others = ann.edit().write("b", "3").commit();

    assertThat(repository.moveHead(next)).isEqualTo(Moved.NOT_FAST_FORWARD);
    assertThat(repository.head()).contains(others);
    assertThat(repository.replaceHead(first, next)).isEqualTo(Moved.NOT_FAST_FORWARD);
    assertThat(repository.replaceHead(others, next)).isEqualTo(Moved.MOVED);
    assertThat(ann.head()).contains(next);
  }

  @Test
  void whatThereIsIsFound() {
    byte[] binary = {0, -1, 13, 10};
    String first = ann.edit().write(".headwater/log/1/x", "1").write("a b/%é", "2").commit();
    String second = ann.edit().write("bin", binary).rename("a b/%é", "f").message("Two").commit();
    GitCommit commit = repository.commit(second).orElseThrow();

    assertThat(commit.parents()).containsExactly(first);
    assertThat(commit.authorName()).isEqualTo("Ann");
    assertThat(commit.message().strip()).isEqualTo("Two");
    assertThat(repository.lastCommitOf(".headwater/log", second)).contains(first);
    assertThat(repository.treeOfPath(second, ".headwater/log").orElseThrow().items())
        .extracting(GitTree.Item::path, GitTree.Item::type)
        .containsExactly(org.assertj.core.api.Assertions.tuple("1", "tree"));
    assertThat(repository.treeOfPath(second, ".headwater/none")).isEmpty();
    assertThat(repository.treeOfPath(second, ".headwater")).isPresent();
    assertThat(repository.file(first, "a b/%é").orElseThrow()).isEqualTo(utf8("2"));
    assertThat(repository.file(second, "a b/%é")).isEmpty();
    Comparison comparison = repository.compare(first, second);
    assertThat(comparison.status()).isEqualTo(Status.AHEAD);
    assertThat(comparison.files())
        .extracting(Comparison.File::path, Comparison.File::change)
        .contains(org.assertj.core.api.Assertions.tuple("bin", Change.ADDED));
    assertThat(
            repository.blob(
                comparison.files().stream()
                    .filter(file -> file.path().equals("bin"))
                    .findFirst()
                    .orElseThrow()
                    .blobId()))
        .isEqualTo(binary);
    assertThat(repository.commit("0".repeat(39) + "1")).isEmpty();
  }

  @Test
  void aBlobIsStoredAndUsed() {
    byte[] binary = new byte[100_000];
    new Random(1).nextBytes(binary);
    GitCommit base = repository.commit(ann.edit().write("a", "1").commit()).orElseThrow();
    String blob = repository.createBlob(binary);

    assertThat(repository.moveHead(commit(base, new TreeChange.Existing("b", blob))))
        .isEqualTo(Moved.MOVED);
    assertThat(ann.file("b").orElseThrow()).isEqualTo(binary);
    assertThat(repository.blob(blob)).isEqualTo(binary);
  }

  @Test
  void anAnswerThatIsLostAfterTheMoveIsUnknown() {
    GitCommit base = repository.commit(ann.edit().write("a", "1").commit()).orElseThrow();
    github.faults().next(1, line -> line.targets("git/trees"), Fault.badGateway(Moment.AFTER));
    github.faults().next(1, line -> line.targets("git/commits"), Fault.cut(Moment.BEFORE));
    String next = commit(base, new TreeChange.Text("a", "2"));
    github.faults().next(1, RequestLine::isRefUpdate, Fault.badGateway(Moment.AFTER));

    assertThatThrownBy(() -> repository.moveHead(next)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(repository.head()).contains(next);
  }

  @Test
  void whatIsForbiddenIsRejected() {
    String head = ann.edit().write("a", "1").commit();
    String next = commit(repository.commit(head).orElseThrow(), new TreeChange.Text("a", "2"));

    github.faults().protect("main");
    assertThatThrownBy(() -> repository.moveHead(next))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("the branch is protected");
    github.faults().clear();
    github.faults().archive();
    assertThatThrownBy(() -> repository.moveHead(next))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("unarchive it");
    github.faults().clear();
    github.revoke(github.token());
    assertThatThrownBy(() -> repository.head())
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("the token is wrong or has expired");
    github.accept(AccessToken.classic(github.token()).withoutAccess());
    assertThatThrownBy(() -> repository.head())
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("there is no such repository");
    github.accept(AccessToken.classic(github.token()).readOnly());
    assertThat(repository.head()).contains(head);
    assertThatThrownBy(() -> repository.moveHead(next)).isInstanceOf(RejectedException.class);
  }

  @Test
  void limitsWithoutHeadersAreKept() {
    String head = ann.edit().write("a", "1").commit();
    github.faults().next(Fault.secondaryLimitWithoutHeaders());

    assertThatThrownBy(() -> repository.head()).isInstanceOf(StoreUnavailableException.class);
    assertThat(github.requests().count()).isEqualTo(1);
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(during(repository).head()).contains(head);
  }

  @Test
  void anHourOfCommitsIsNeverRefused() {
    github.rateLimits(dev.headwater.github.emulator.RateLimits.github());
    GitCommit base = repository.commit(ann.edit().write("a", "1").commit()).orElseThrow();
    try (GitRepository limited = open(RateLimits.github())) {
      for (int i = 0; passed().compareTo(Duration.ofMinutes(62)) < 0; i++) {
        TreeChange change = new TreeChange.Text("a", "" + i);
        String tree = during(limited).createTree(base.tree(), List.of(change));
        String next =
            during(limited).createCommit(new NewCommit(tree, List.of(base.id()), "Set a"));
        assertThat(during(limited).moveHead(next)).isEqualTo(Moved.MOVED);
        base = during(limited).commit(next).orElseThrow();
      }
    }
    assertThat(github.requests().count(seen -> seen.status() == 403 || seen.status() == 429))
        .isZero();
    assertThat(github.requests().count(seen -> seen.line().isRefUpdate())).isGreaterThan(130L);
  }

  private String commit(GitCommit base, TreeChange... changes) {
    String tree = repository.createTree(base.tree(), List.of(changes));
    return repository.createCommit(new NewCommit(tree, List.of(base.id()), "Set"));
  }

  private GitRepository open(RateLimits limits) {
    String[] name = github.repository().split("/", -1);
    GithubAddress address =
        new GithubAddress(github.endpoint(), name[0], name[1], Optional.of("main"));
    return fixture.open(
        address, new GithubCredentials.Token(Secret.of(github.token()), "the test"), limits);
  }

  private GitRepository during(GitRepository any) {
    return any.during(RestFixture.SUBJECT, Deadline.in(Duration.ofMinutes(1), fixture.ticker));
  }

  private Duration passed() {
    return Duration.between(ManualClock.START, fixture.clock.instant());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
