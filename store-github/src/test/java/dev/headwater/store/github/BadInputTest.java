package dev.headwater.store.github;

import static dev.headwater.store.github.GithubStoreTest.list;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.text;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.AccessToken;
import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.RequestLine;
import dev.headwater.store.Batch;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Page;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.github.GithubStoreConfig.Caching;
import dev.headwater.store.github.rest.GithubAddress;
import dev.headwater.store.github.rest.GithubCredentials;
import dev.headwater.store.spi.Secret;
import dev.headwater.testkit.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people, networks and disks do to a store: a clear error or recovery, and nothing lost. */
@Tag("long")
class BadInputTest extends RepositoryCase {

  // --- who may do what ---

  @Test
  void aTokenThatExpiresIsNamedAndItsSuccessorGoesOn() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository.github.revoke(repository.github.token());
    assertThatThrownBy(() -> store.merge(Write.of(value("b", 1, "x"))))
        .isInstanceOf(RejectedException.class)
        .matches(error -> ((RejectedException) error).reason() == Reason.PERMISSION)
        .hasMessageContaining("has expired")
        .hasMessageNotContaining(repository.github.token());
    repository.github.accept(AccessToken.classic(repository.github.token()));
    assertThat(store.merge(Write.of(value("b", 1, "x")))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aRepositoryThatIsNotThereIsNamed() {
    GithubAddress address = repository.config().address();
    GithubAddress wrong =
        new GithubAddress(address.endpoint(), "nobody", "nothing", Optional.empty());
    Store store = repository.open(repository.at(wrong).timing(Repository.EAGER));
    assertThatThrownBy(() -> store.read(key("a")))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("nobody/nothing")
        .hasMessageContaining("there is no such repository");
    assertThatThrownBy(() -> store.merge(Write.of(value("a", 1, "x"))))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  void aTokenThatMayOnlyReadReads() {
    repository.open(Repository.EAGER).merge(Write.of(value("a", 1, "x")));
    repository.github.accept(AccessToken.classic("ghp_reader").readOnly());
    GithubStoreConfig config =
        repository.with(new GithubCredentials.Token(Secret.of("ghp_reader"), "the test"));
    Store store = repository.open(config.timing(Repository.EAGER));
    assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
    assertThatThrownBy(() -> store.merge(Write.of(value("b", 1, "x"))))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("contents: write");
    assertThat(list(store)).hasSize(1);
  }

  // --- values ---

  @Test
  void aValueAboveTheLimitIsRefusedBeforeAnythingIsSent() {
    Store store = repository.open(repository.config().maxValueBytes(1_000));
    store.merge(Write.of(sized("fits", 1, 1_000)));
    repository.requests();
    assertThatThrownBy(() -> store.merge(Write.of(sized("big", 1, 1_001))))
        .isInstanceOf(RejectedException.class)
        .matches(error -> ((RejectedException) error).reason() == Reason.LIMIT)
        .hasMessageContaining("1001 bytes")
        .hasMessageContaining("nothing was written");
    assertThatThrownBy(
            () -> store.mergeAll(Batch.of(List.of(value("ok", 1, "x"), sized("big", 1, 1_001)))))
        .isInstanceOf(RejectedException.class);
    assertThat(repository.requests()).isEmpty();
  }

  // --- what people commit ---

  @Test
  void whatIsNoEntryIsReportedAndLeftAlone() {
    GithubStore store =
        repository.open(repository.config().timing(Repository.EAGER).maxValueBytes(1_000));
    store.merge(Write.of(value("a", 1, "x")));
    store.close(); // or it would write down what it adopts
    repository
        .ada()
        .edit()
        .write("no%zzkey", "x")
        .write("large.bin", new byte[2_000])
        .write("fine.txt", "fine")
        .link("link", "a")
        .submodule("module", repository.ada().head().orElseThrow())
        .commit();
    GithubStore reader = repository.open(reader());
    List<LeftAlone> left = reader.leftAlone();
    assertThat(left)
        .extracting(LeftAlone::path)
        .contains("no%zzkey", "large.bin", "link", "module")
        .doesNotContain("fine.txt", "a");
    assertThat(left).allSatisfy(one -> assertThat(one.reason()).isNotBlank());
    assertThat(list(reader)).hasSize(2);
    repository.open(Repository.EAGER).merge(Write.of(value("b", 1, "y")));
    assertThat(repository.ada().files()).contains("no%zzkey", "large.bin", "link");
  }

  private GithubStoreConfig reader() {
    return repository.config().readOnly().timing(Repository.EAGER).maxValueBytes(1_000);
  }

  @Test
  void linesOfTheIndexThatSayNothingAreHeldAndReported() {
    List<Entry> written = Entries.values("k", 2, 1);
    Store first = repository.open(Repository.EAGER);
    first.mergeAll(Batch.of(List.of(written.get(0), written.get(1), tombstone("t", 1))));
    first.close();
    String segment = ".headwater/log/0/000000000001-000000000001.jsonl";
    String edited =
        new String(file(segment), UTF_8).replace("\"h\":\"", "\"h\":\"soon") + "no line at all\n";
    // Nobody remembers what the index said: the whole history is a person's.
    var edit = repository.ada().edit().on("copy");
    for (String path : repository.ada().files()) {
      edit.write(path, path.equals(segment) ? edited.getBytes(UTF_8) : file(path));
    }
    repository.ada().forcePush(edit.commit());

    GithubStore store = repository.open(reader());
    try (EntryCursor cursor = store.list(ListRequest.all(""))) {
      Page page = cursor.next();
      assertThat(page.entries()).extracting(Entry::value).hasSize(2); // from their files
      assertThat(page.corrupt()).singleElement().matches(one -> key("t").equals(one.key()));
    }
    assertThatThrownBy(() -> store.read(key("t"))).isInstanceOf(CorruptEntryException.class);
    assertThat(text(Objects.requireNonNull(store.read(written.get(1).key()))))
        .isEqualTo(text(written.get(1)));
    try (Feed feed = store.feed(FeedRequest.fromStart())) {
      assertThat(feed.poll(Duration.ZERO).entries()).hasSize(2);
    }
    assertThat(store.leftAlone())
        .allSatisfy(one -> assertThat(one.path()).isEqualTo(segment))
        .anySatisfy(one -> assertThat(one.reason()).contains("line 4"));
  }

  private byte[] file(String path) {
    return repository.ada().file(path).orElseThrow();
  }

  // --- the network ---

  /** The requests of a commit that has a text and bytes that are none. */
  private enum Step {
    BLOB,
    TREE,
    COMMIT,
    BRANCH;

    boolean isAt(RequestLine line) {
      return line.isWrite()
          && switch (this) {
            case BLOB -> line.targets("git/blobs");
            case TREE -> line.targets("git/trees");
            case COMMIT -> line.targets("git/commits");
            case BRANCH -> line.isRefUpdate();
          };
    }
  }

  /* After which files are sent one by one. */
  private void begin(Store store) {
    repository
        .github
        .faults()
        .next(1, line -> line.path().endsWith("/graphql"), Fault.refused(403, "Not accessible"));
    store.merge(Write.of(sized("begin", 1, 5)));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aNetworkThatFailsHalfWayLosesAndDoublesNothing(Step step) {
    Store store = repository.open(Repository.EAGER);
    begin(store);
    int commits = repository.ada().history().size();
    List<Fault> faults =
        List.of(
            Fault.badGateway(Moment.BEFORE),
            Fault.badGateway(Moment.AFTER),
            Fault.cut(Moment.BEFORE),
            Fault.cut(Moment.AFTER));
    for (int i = 0; i < faults.size(); i++) {
      repository.github.faults().next(1, step::isAt, faults.get(i));
      Batch batch = Batch.of(List.of(value("t" + i, 1, "x"), sized("b" + i, 1, 10 + i)));
      assertThat(store.mergeAll(batch)).containsOnly(MergeOutcome.written());
    }
    assertThat(repository.ada().history()).hasSize(commits + faults.size());
    assertThat(list(repository.open(Repository.EAGER))).hasSize(9).isEqualTo(list(store));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aNetworkThatStaysAwayIsToldAndTheWriteCanBeRepeated(Step step) {
    Store store = repository.open(Repository.HASTY);
    begin(store);
    Batch batch = Batch.of(List.of(value("t", 1, "x"), sized("b", 1, 10)));
    repository.github.faults().next(1_000, step::isAt, Fault.cut(Moment.AFTER));
    repository
        .github
        .faults()
        .next(1_000, line -> !line.isWrite(), Fault.badGateway(Moment.BEFORE));
    assertThatThrownBy(() -> store.mergeAll(batch))
        .isInstanceOfAny(StoreUnavailableException.class, OutcomeUnknownException.class);
    repository.github.faults().clear();
    assertThat(store.mergeAll(batch)).allMatch(MergeOutcome::isHeld);
    assertThat(list(repository.open(Repository.EAGER))).hasSize(3);
  }

  // --- the disk ---

  @Test
  void aDamagedCacheIsReadAnew() throws IOException {
    Caching caching = Caching.USUAL.in(directory.resolve("cache"));
    GithubStoreConfig config = repository.config().timing(Repository.CALM).caching(caching);
    GithubStore first = repository.open(config);
    first.mergeAll(Batch.of(Entries.values("k", 20, 1)));
    first.close();
    int damaged = 0;
    try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        switch (damaged++ % 3) {
          case 0 -> Files.writeString(file, "garbage");
          case 1 -> Files.write(file, new byte[0]);
          default -> Files.delete(file);
        }
      }
    }
    assertThat(damaged).isGreaterThan(20);
    Store second = repository.open(config);
    assertThat(list(second)).isEqualTo(Entries.values("k", 20, 1));
    assertThat(second.merge(Write.of(value("later", 1, "x")))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aProcessThatStartsWithACacheNoticesThatTheBranchWasSetBackOrAway() {
    Path cache = directory.resolve("cache");
    GithubStoreConfig config =
        repository.config().timing(Repository.EAGER).caching(Caching.USUAL.in(cache));
    GithubStore first = repository.open(config);
    first.merge(Write.of(value("a", 1, "x")));
    String old = repository.ada().head().orElseThrow();
    first.merge(Write.of(value("a", 2, "y")));
    first.close();

    repository.ada().forcePush(old);
    GithubStore second = repository.open(config);
    assertThat(second.read(key("a"))).isEqualTo(value("a", 2, "y"));
    second.merge(Write.of(value("b", 1, "z")));
    assertThat(repository.open(Repository.EAGER).read(key("a"))).isEqualTo(value("a", 2, "y"));
    assertThat(second.squash()).isPresent();
    second.close();

    GithubStore third = repository.open(config);
    assertThat(third.merge(Write.of(value("c", 1, "z")))).isEqualTo(MergeOutcome.written());
    third.close();

    repository.ada().forcePush(old);
    repository.ada().edit().write("b", "after the restore").commit();
    GithubStore fourth = repository.open(config);
    assertThat(fourth.read(key("a"))).isEqualTo(value("a", 2, "y"));
    assertThatThrownBy(() -> fourth.merge(Write.of(value("d", 1, "z"))))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("does not descend")
        .hasMessageContaining(cache.toString());
  }
}
