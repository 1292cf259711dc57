package dev.headwater.store.github;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Fault;
import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Known;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GithubStoreTest extends RepositoryCase {

  // --- what a person sees ---

  @Test
  void aValueIsAFileThatHoldsItsBytes() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("config/app.json", 1, "{\"a\": 1}\n")));
    assertThat(repository.ada().file("config/app.json").orElseThrow())
        .isEqualTo("{\"a\": 1}\n".getBytes(UTF_8));
    store.merge(Write.of(tombstone("config/app.json", 2)));
    assertThat(repository.ada().file("config/app.json")).isEmpty();
  }

  @Test
  void theFirstCommitSaysWhatItIs() {
    repository.open(Repository.EAGER).merge(Write.of(value("a", 1, "x")));
    assertThat(repository.ada().files())
        .contains(".headwater/README.md", ".headwater/format.json", "a");
    assertThat(repository.ada().history().get(0).message())
        .startsWith("Set a\n")
        .contains("Headwater-Sequence: 1\n");
  }

  @Test
  void bytesThatAreNoTextAndLargeValuesAreKept() {
    Store store = repository.open(Repository.EAGER);
    Entry zeros = sized("zeros.bin", 1, 1_000);
    Entry noUtf8 =
        Entry.of(
            key("latin.bin"),
            Entries.stamp(1),
            EncodedValue.of(new byte[] {(byte) 0xe9, 'a'}, "bytes"));
    Entry text = value("large.txt", 1, "x".repeat(700_000));
    store.mergeAll(Batch.of(List.of(zeros, noUtf8, text)));
    Store other = repository.open(Repository.EAGER);
    assertThat(list(other)).containsExactly(text, noUtf8, zeros);
    assertThat(repository.ada().file("latin.bin").orElseThrow()).isEqualTo(new byte[] {-23, 'a'});
  }

  @Test
  void aValueAboveTheLimitOfAFileIsSeveralFiles() {
    Entry huge = sized("huge.bin", 1, 33 << 20);
    repository.open(Repository.EAGER).merge(Write.of(huge));
    assertThat(repository.open(Repository.EAGER).read(key("huge.bin"))).isEqualTo(huge);
    assertThat(repository.ada().files()).contains("huge.bin%~parts/000", "huge.bin%~parts/002");
  }

  // --- how many requests ---

  @Test
  void aTextIsThreeRequests() {
    Store store = repository.open(Repository.CALM);
    store.merge(Write.of(value("a", 1, "x")));
    repository.requests();
    store.merge(Write.of(value("b", 1, "y")));
    assertThat(repository.requests()).hasSize(3);
  }

  @Test
  void aThousandTextsAreThirteenRequestsAtMost() {
    Store store = repository.open(Repository.CALM);
    store.merge(Write.of(value("a", 1, "x")));
    repository.requests();
    store.mergeAll(Batch.of(Entries.values("k/", 1_000, 1)));
    assertThat(repository.requests()).hasSize(13);
    assertThat(repository.ada().history()).hasSize(3);
  }

  @Test
  void anIdlePollIsOneConditionalRequest() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    store.read(key("a"));
    repository.requests();
    store.read(key("a"));
    assertThat(repository.requests()).singleElement().asString().endsWith(" 304");
  }

  @Test
  void fiftyChangesOfOneCommitAreThreeRequestsAndTheirValues() {
    Store writer = repository.open(Repository.EAGER);
    writer.merge(Write.of(value("a", 1, "x")));
    Store reader = repository.open(Repository.EAGER);
    reader.head();
    writer.mergeAll(Batch.of(Entries.values("k", 50, 1)));
    repository.requests();
    reader.head();
    assertThat(repository.requests()).hasSize(3);
    reader.read(key("k00007"));
    assertThat(repository.requests()).hasSize(2); // is there something new? the value
  }

  @Test
  void aLostRaceIsSixRequestsMore() {
    Store loser = repository.open(Repository.CALM);
    loser.merge(Write.of(value("a", 1, "x")));
    repository.open(Repository.CALM).merge(Write.of(value("b", 1, "y")));
    repository.requests();
    assertThat(loser.merge(Write.of(value("c", 1, "z")))).isEqualTo(MergeOutcome.written());
    assertThat(repository.requests()).hasSize(3 + 6);
    assertThat(list(loser)).hasSize(3);
  }

  @Test
  void aRepetitionIsNoRequestAndNoCommit() {
    Store store = repository.open(Repository.CALM);
    store.merge(Write.of(value("a", 5, "x")));
    repository.requests();
    assertThat(store.merge(Write.of(value("a", 5, "x")))).isEqualTo(MergeOutcome.unchanged());
    store.merge(Write.of(value("a", 4, "older")));
    assertThat(repository.requests()).isEmpty();
  }

  @Test
  void whoComesLateReadsSegmentsAndNotEachCommit() {
    Store writer = repository.open(Repository.CALM);
    for (int i = 0; i < 40; i++) {
      writer.merge(Write.of(value("k" + i, 1, "x" + i)));
    }
    repository.requests();
    Store reader = repository.open(Repository.CALM);
    reader.head();
    assertThat(repository.requests()).hasSizeLessThan(30);
    assertThat(list(reader)).hasSize(40);
  }

  // --- another process ---

  @Test
  void aFeedBringsWhatAnotherStoreWrote() {
    Store writer = repository.open(Repository.EAGER);
    Store reader = repository.open(Repository.EAGER);
    try (Feed feed = reader.feed(FeedRequest.fromStart())) {
      feed.poll(Duration.ZERO);
      writer.merge(Write.of(value("a", 1, "x")));
      assertThat(feed.poll(Duration.ofSeconds(10)).entries()).containsExactly(value("a", 1, "x"));
    }
  }

  @Test
  void whoWasAwayForManyCommitsCatchesUp() {
    Store writer = repository.open(Repository.EAGER);
    Store reader = repository.open(Repository.EAGER);
    writer.merge(Write.of(value("k0", 1, "x")));
    assertThat(list(reader)).hasSize(1);
    for (int i = 1; i < 40; i++) {
      writer.merge(Write.of(i % 3 == 0 ? tombstone("k" + (i - 1), 2) : value("k" + i, 1, "x")));
    }
    assertThat(list(reader))
        .isEqualTo(list(writer))
        .isEqualTo(list(repository.open(Repository.EAGER)));
  }

  @Test
  void anAtomicBatchIsOneCommit() {
    Store store = repository.open(Repository.EAGER);
    List<Write> writes = Entries.values("k/", 250, 1).stream().map(Write::of).toList();
    store.mergeAll(new Batch(writes, Atomicity.ALL));
    assertThat(repository.ada().history()).hasSize(2);
  }

  // --- GitHub is away ---

  @Test
  void readsGoOnWhileGithubIsAway() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository.github.close();
    assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
    assertThat(list(store)).hasSize(1);
    assertThatThrownBy(() -> repository.open(Repository.EAGER).read(key("a")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aDirectoryKeepsContentsAndIndexForTheNextProcess() {
    GithubStoreConfig config = repository.config().timing(Repository.CALM);
    GithubStoreConfig cached =
        config.caching(GithubStoreConfig.Caching.USUAL.in(directory.resolve("cache")));
    Store first = repository.open(cached);
    first.mergeAll(Batch.of(Entries.values("k", 20, 1)));
    first.close();
    repository.requests();
    Store second = repository.open(cached);
    assertThat(list(second)).hasSize(20);
    assertThat(repository.requests()).noneMatch(line -> line.contains("git/blobs"));
  }

  // --- what does not work ---

  @Test
  void aBadTokenIsNamed() {
    repository.github.revoke(repository.github.token());
    Store store = repository.open(Repository.EAGER);
    assertThatThrownBy(() -> store.read(key("a")))
        .isInstanceOf(RejectedException.class)
        .hasMessageNotContaining(repository.github.token());
  }

  @Test
  void anArchivedRepositoryIsNamed() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository.github.faults().archive();
    assertThatThrownBy(() -> store.merge(Write.of(value("b", 1, "x"))))
        .isInstanceOf(RejectedException.class);
    assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
  }

  @Test
  void aProtectedBranchIsNamed() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository.github.faults().protect("main");
    assertThatThrownBy(() -> store.merge(Write.of(value("b", 1, "x"))))
        .isInstanceOf(RejectedException.class);
    repository.github.faults().clear();
    assertThat(store.merge(Write.of(value("b", 1, "x")))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aStoreForReadingRejectsWrites() {
    Store store = repository.open(repository.config().readOnly().timing(Repository.EAGER));
    assertThatThrownBy(() -> store.merge(Write.of(value("a", 1, "x"))))
        .isInstanceOf(RejectedException.class);
    assertThat(store.read(key("a"))).isNull();
  }

  // --- faults ---

  @Test
  void aMoveWhoseAnswerWasLostIsFoundOut() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    repository
        .github
        .faults()
        .next(1, line -> line.isRefUpdate(), Fault.badGateway(Fault.Moment.AFTER));
    assertThat(store.merge(Write.of(value("b", 1, "y")))).isEqualTo(MergeOutcome.written());
    repository.github.faults().next(1, line -> line.isRefUpdate(), Fault.cut(Fault.Moment.AFTER));
    assertThat(store.merge(Write.of(value("c", 1, "y")))).isEqualTo(MergeOutcome.written());
    assertThat(repository.ada().history()).hasSize(4);
  }

  @Test
  void anOldAnswerDoesNotTakeBackWhatIsKnown() {
    Store store = repository.open(Repository.EAGER);
    store.merge(Write.of(value("a", 1, "x")));
    store.merge(Write.of(value("a", 2, "y")));
    repository.github.faults().next(20, Fault.stale());
    assertThat(store.read(key("a"))).isEqualTo(value("a", 2, "y"));
    assertThat(store.merge(Write.of(value("a", 3, "z")))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aLostRaceIsWonInSpiteOfOldAnswers() {
    Store loser = repository.open(Repository.CALM);
    loser.merge(Write.of(value("a", 1, "x")));
    repository.open(Repository.CALM).merge(Write.of(value("b", 1, "y")));
    repository.github.faults().next(3, line -> !line.isWrite(), Fault.stale());
    assertThat(loser.merge(Write.of(value("c", 1, "z")))).isEqualTo(MergeOutcome.written());
    assertThat(list(repository.open(Repository.EAGER))).hasSize(3);
  }

  // --- what the reader holds ---

  @Test
  void contentsThatTheReaderHoldsAreNotFetched() {
    Store writer = repository.open(Repository.EAGER);
    List<Entry> entries = List.of(value("a", 1, "x"), value("b", 2, "y"), value("c", 3, "z"));
    writer.mergeAll(Batch.of(entries));
    Known known = keys -> Map.of(key("a"), stamp(1), key("b"), stamp(1));
    Store reader = repository.open(Repository.EAGER);
    assertThat(reader.head()).isEqualTo(writer.head()); // it has read the index
    repository.requests();
    try (var cursor = reader.list(ListRequest.all("").known(known))) {
      assertThat(cursor.next().entries()).containsExactlyElementsOf(entries.subList(1, 3));
    }
    assertThat(repository.count(request -> request.line().targets("git/blobs"))).isEqualTo(2);

    writer.mergeAll(Batch.of(List.of(value("a", 4, "xx"), value("b", 1, "older"))));
    try (Feed feed = reader.feed(FeedRequest.fromStart().known(keys -> held(reader, keys)))) {
      assertThat(feed.poll(Duration.ZERO).isEmpty()).isTrue();
    }
    Known nothingOfA = keys -> Map.of(key("b"), stamp(2), key("c"), stamp(3));
    try (Feed feed = reader.feed(FeedRequest.fromStart().known(nothingOfA))) {
      assertThat(feed.poll(Duration.ZERO).entries()).containsExactly(value("a", 4, "xx"));
    }
  }

  private static Map<Key, Stamp> held(Store store, Collection<Key> keys) {
    Map<Key, Stamp> held = new HashMap<>();
    store.readAll(keys).entries().forEach((key, entry) -> held.put(key, entry.stamp()));
    return held;
  }

  static List<Entry> list(Store store) {
    List<Entry> entries = new ArrayList<>();
    try (var cursor = store.list(ListRequest.all(""))) {
      for (var page = cursor.next(); ; page = cursor.next()) {
        assertThat(page.corrupt()).isEmpty();
        entries.addAll(page.entries());
        if (page.last()) {
          return entries;
        }
      }
    }
  }
}
