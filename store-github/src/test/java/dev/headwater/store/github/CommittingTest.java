package dev.headwater.store.github;

import static dev.headwater.store.github.GithubStoreTest.list;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.RequestLine;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.github.rest.GithubAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How writers share commits, and what they are told when GitHub is slow, limited or empty. */
@Tag("long")
class CommittingTest extends RepositoryCase {

  @Test
  void whoComesWhileACommitIsUnderWayGoesIntoTheNextOne() {
    Store store = repository.open(Repository.CALM);
    store.merge(Write.of(value("begin", 1, "x")));
    repository.github.faults().next(1, RequestLine::isRefUpdate, Fault.held(Moment.BEFORE));
    List<CompletableFuture<MergeOutcome>> writers = new ArrayList<>();
    writers.add(writer(store, 0));
    Repository.await(() -> repository.github.faults().held() == 1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      threads.add(writer(store, i, writers));
    }
    Repository.await(
        () -> threads.stream().allMatch(one -> one.getState() == Thread.State.TIMED_WAITING));
    repository.github.faults().release();
    writers.forEach(one -> assertThat(one.join()).isEqualTo(MergeOutcome.written()));
    assertThat(repository.ada().history()).hasSize(4); // README, begin, the first, the others
  }

  @Test
  void aWriterIsToldWhetherItsCommitMayHaveBeenMade() {
    Store store = repository.open(Repository.HASTY);
    store.merge(Write.of(value("begin", 1, "x")));
    repository.github.faults().next(100, RequestLine::isRefUpdate, Fault.held(Moment.BEFORE));
    CompletableFuture<MergeOutcome> first = writer(store, 1);
    Repository.await(() -> repository.github.faults().held() > 0);
    CompletableFuture<MergeOutcome> second = writer(store, 2);
    assertThatThrownBy(first::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    assertThatThrownBy(second::join)
        .cause()
        .isInstanceOfAny(StoreUnavailableException.class, OutcomeUnknownException.class);
    repository.github.faults().clear();
    assertThat(store.merge(Write.of(value("after", 1, "x")))).isEqualTo(MergeOutcome.written());
    assertThat(store.merge(Write.of(value("k1", 1, "x"))).isHeld()).isTrue();
  }

  @Test
  void whatGithubsLimitsLeaveNoRoomForIsToldAtOnce() {
    Store store = repository.open(Repository.HASTY);
    store.merge(Write.of(value("a", 1, "x")));
    repository.github.faults().next(Fault.primaryLimit(Duration.ofHours(1)));
    assertThatThrownBy(() -> store.merge(Write.of(value("b", 1, "x"))))
        .isInstanceOf(StoreUnavailableException.class);
    repository.requests();
    assertThatThrownBy(() -> store.merge(Write.of(value("c", 1, "x"))))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(repository.requests()).isEmpty();
    assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
  }

  @Test
  void aShortLimitIsWaitedFor() {
    Store store = repository.open(Repository.CALM);
    store.merge(Write.of(value("a", 1, "x")));
    repository.github.faults().next(Fault.secondaryLimit(Duration.ofSeconds(1)));
    assertThat(store.merge(Write.of(value("b", 1, "x")))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aBranchThatIsNotThereIsMadeFromTheDefaultOne() {
    repository.ada().edit().write("a.txt", "by Ada").commit();
    Store store = repository.open(on("data"));
    assertThat(store.read(key("a.txt"))).isNull();
    store.merge(Write.of(value("b", 1, "x")));
    assertThat(list(store)).hasSize(2);
    assertThat(repository.ada().files()).containsExactly("a.txt");
    assertThat(repository.ada().head("data")).isPresent();
  }

  @Test
  void anEmptyRepositoryGetsTheBranchThatIsNamed() {
    Store store = repository.open(on("data"));
    store.merge(Write.of(value("a", 1, "x")));
    assertThat(list(repository.open(on("data")))).hasSize(1);
  }

  private GithubStoreConfig on(String branch) {
    GithubStoreConfig config = repository.config().timing(Repository.EAGER);
    return new GithubStoreConfig(
        new GithubAddress(
            config.address().endpoint(),
            config.address().owner(),
            config.address().repository(),
            Optional.of(branch)),
        config.credentials(),
        config.limits(),
        config.access(),
        config.timing(),
        config.caching(),
        config.maxValueBytes());
  }

  private static CompletableFuture<MergeOutcome> writer(Store store, int number) {
    List<CompletableFuture<MergeOutcome>> one = new ArrayList<>();
    writer(store, number, one);
    return one.get(0);
  }

  private static Thread writer(
      Store store, int number, List<CompletableFuture<MergeOutcome>> outcomes) {
    CompletableFuture<MergeOutcome> outcome = new CompletableFuture<>();
    outcomes.add(outcome);
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome.complete(store.merge(Write.of(value("k" + number, 1, "x"))));
              } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
