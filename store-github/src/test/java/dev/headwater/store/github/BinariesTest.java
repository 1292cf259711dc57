package dev.headwater.store.github;

import static dev.headwater.store.github.GithubStoreTest.list;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.RequestLine;
import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that are no text take the cheapest way, and it loses nothing. */
@Tag("long")
class BinariesTest extends RepositoryCase {

  private GithubStore store;

  @BeforeEach
  void start() {
    store = repository.open(Repository.CALM);
    store.merge(Write.of(value("begin", 1, "x")));
    repository.requests();
  }

  @Test
  void aBatchOfBinariesIsOneRequestAndOneCommit() {
    List<Entry> entries = new ArrayList<>(binaries(0, 50));
    entries.add(value("text.txt", 1, "text"));
    entries.add(tombstone("begin", 2));
    assertThat(store.mergeAll(Batch.of(entries))).containsOnly(MergeOutcome.written());
    assertThat(repository.requests()).hasSize(1);
    assertThat(repository.ada().history()).hasSize(3);
    assertThat(repository.ada().history().get(0).message())
        .startsWith("Set 51 keys, delete 1\n")
        .contains("Headwater-Sequence: 2\n");
    assertThat(repository.ada().files()).doesNotContain("begin");
    assertThat(repository.ada().file("b0.bin").orElseThrow()).hasSize(100);
    assertThat(list(repository.open(Repository.EAGER))).hasSize(52).isEqualTo(list(store));
  }

  @Test
  void aThousandBinariesAreAFewRequests() {
    List<Entry> entries = binaries(0, 1_000);
    assertThat(store.mergeAll(Batch.of(entries))).containsOnly(MergeOutcome.written());
    assertThat(repository.requests()).hasSizeLessThanOrEqualTo(13);
    assertThat(list(store)).hasSize(1_001);
    assertThat(repository.open(Repository.EAGER).read(entries.get(999).key()))
        .isEqualTo(entries.get(999));
  }

  @Test
  void aLargeAtomicBatchIsOneCommitAndItsFilesAreSentOneByOne() {
    List<Write> writes = binaries(0, 120).stream().map(Write::of).toList();
    assertThat(store.mergeAll(new Batch(writes, Atomicity.ALL)))
        .containsOnly(MergeOutcome.written());
    assertThat(repository.requests()).hasSize(120 + 2 + 2);
    assertThat(repository.ada().history()).hasSize(3);
  }

  @Test
  void aLostRaceIsThreeRequestsToLookAndOneMore() {
    repository.open(Repository.CALM).merge(Write.of(value("other", 1, "y")));
    repository.ada().edit().write("ada", "by Ada").commit();
    repository.open(Repository.CALM).merge(Write.of(value("third", 1, "y")));
    repository.requests();
    assertThat(store.mergeAll(Batch.of(binaries(0, 5)))).containsOnly(MergeOutcome.written());
    assertThat(repository.requests()).filteredOn(line -> !line.startsWith("GET")).hasSize(2);
    assertThat(list(store)).hasSize(9).isEqualTo(list(repository.open(Repository.EAGER)));
  }

  // --- lost answers ---

  @ParameterizedTest
  @EnumSource(Moment.class)
  void anAnswerThatWasLostIsFoundOut(Moment moment) {
    List<Fault> faults = List.of(Fault.badGateway(moment), Fault.cut(moment));
    for (int i = 0; i < 2; i++) {
      repository.github.faults().next(1, BinariesTest::isGraphql, faults.get(i));
      assertThat(onlyIfAbsent(i)).containsOnly(MergeOutcome.written());
    }
    assertThat(repository.ada().history()).hasSize(4);
    assertThat(list(store)).hasSize(7).isEqualTo(list(repository.open(Repository.EAGER)));
  }

  @Test
  void anAnswerThatWasLostIsFoundOutBehindCommitsOfOthersAndASquash() {
    GithubStore other = repository.open(Repository.EAGER);
    other.head();
    repository.github.faults().next(1, BinariesTest::isGraphql, Fault.badGateway(Moment.AFTER));
    repository.github.faults().next(1, BinariesTest::isGraphql, Fault.held(Moment.AFTER));
    CompletableFuture<List<MergeOutcome>> outcomes =
        CompletableFuture.supplyAsync(() -> onlyIfAbsent(0));
    Repository.await(() -> repository.github.faults().held() == 1);
    repository.ada().edit().write("ada", "by Ada").commit();
    assertThat(other.squash()).isPresent();
    other.merge(Write.of(value("after", 1, "x")));
    repository.github.faults().release();
    assertThat(outcomes.join()).containsOnly(MergeOutcome.written());
    GithubStore cold = repository.open(Repository.EAGER);
    assertThat(list(cold)).hasSize(6).isEqualTo(list(other));
    store.merge(Write.of(value("last", 1, "x")));
    assertThat(list(cold)).isEqualTo(list(store)).hasSize(7);
  }

  @Test
  void aServerThatNeverAnswersTheOneRequestIsSentTheFilesOneByOne() {
    repository.github.faults().next(100, BinariesTest::isGraphql, Fault.badGateway(Moment.BEFORE));
    assertThat(onlyIfAbsent(0)).containsOnly(MergeOutcome.written());
    assertThat(list(store)).hasSize(4).isEqualTo(list(repository.open(Repository.EAGER)));
  }

  @Test
  void whereTheOneRequestIsRefusedFilesAreSentOneByOneFromThenOn() {
    repository
        .github
        .faults()
        .next(1, BinariesTest::isGraphql, Fault.refused(403, "Resource not accessible"));
    assertThat(onlyIfAbsent(0)).containsOnly(MergeOutcome.written());
    assertThat(onlyIfAbsent(1)).containsOnly(MergeOutcome.written());
    assertThat(repository.count(request -> isGraphql(request.line()))).isEqualTo(1);
    assertThat(list(store)).hasSize(7).isEqualTo(list(repository.open(Repository.EAGER)));
  }

  @Test
  void whatARuleForbidsIsRefusedBothWays() {
    repository.github.faults().restrict("b0");
    assertThatThrownBy(() -> store.merge(Write.of(binaries(0, 1).get(0))))
        .hasMessageContaining("File path is restricted: b0.bin");
    repository.github.faults().clear();
    repository.requests();
    assertThat(store.mergeAll(Batch.of(binaries(0, 3)))).containsOnly(MergeOutcome.written());
    assertThat(repository.requests()).hasSize(1);
  }

  private List<MergeOutcome> onlyIfAbsent(int round) {
    return store.mergeAll(
        new Batch(
            binaries(10 * round, 3).stream()
                .map(entry -> new Write(entry, Precondition.absent()))
                .toList(),
            Atomicity.EACH));
  }

  private static List<Entry> binaries(int from, int number) {
    List<Entry> entries = new ArrayList<>();
    for (int i = from; i < from + number; i++) {
      entries.add(sized("b" + i + ".bin", 1, 100 + i));
    }
    return entries;
  }

  private static boolean isGraphql(RequestLine line) {
    return line.path().endsWith("/graphql");
  }
}
