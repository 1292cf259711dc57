package dev.headwater.store.github;

import static dev.headwater.store.github.GithubStoreTest.list;
import static dev.headwater.testkit.Entries.key;
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
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** GitHub refuses a commit for one of its files: the others are written. */
@Tag("long")
class RefusedTest extends RepositoryCase {

  private Store store;

  @BeforeEach
  void start() {
    store = repository.open(Repository.CALM);
    store.merge(Write.of(value("begin", 1, "x")));
    repository.github.faults().restrict("secret/");
    repository.requests();
  }

  @Test
  void oneCallersFileDoesNotFailTheOthersOfItsCommit() {
    repository.github.faults().next(1, RequestLine::isRefUpdate, Fault.held(Moment.BEFORE));
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try {
      List<CompletableFuture<MergeOutcome>> writers = new ArrayList<>();
      writers.add(CompletableFuture.supplyAsync(() -> merge("first"), threads));
      Repository.await(() -> repository.github.faults().held() == 1);
      for (int i = 0; i < 7; i++) {
        String key = "k" + i;
        writers.add(CompletableFuture.supplyAsync(() -> merge(key), threads));
      }
      CompletableFuture<MergeOutcome> refused =
          CompletableFuture.supplyAsync(() -> merge("secret/x"), threads);
      repository.github.faults().release();
      writers.forEach(one -> assertThat(one.join()).isEqualTo(MergeOutcome.written()));
      assertThatThrownBy(refused::join)
          .hasCauseInstanceOf(RejectedException.class)
          .hasMessageContaining("File path is restricted: secret/x");
      assertThat(repository.requests()).hasSizeLessThanOrEqualTo(3 * 9);
      assertThat(list(store)).hasSize(9);
    } finally {
      threads.shutdownNow();
    }
  }

  private MergeOutcome merge(String key) {
    return store.merge(Write.of(value(key, 1, "x")));
  }

  @Test
  void aBatchIsWrittenButForTheFileThatIsRefused() {
    List<Entry> entries = new ArrayList<>(Entries.values("k/", 250, 1));
    entries.add(100, value("secret/x", 1, "x"));
    assertThatThrownBy(() -> store.mergeAll(Batch.of(entries)))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("secret/x");
    assertThat(repository.requests()).hasSizeLessThanOrEqualTo(60);
    assertThat(list(store)).hasSize(251);
    assertThatThrownBy(() -> store.mergeAll(Batch.of(entries)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("secret/x");
    assertThat(repository.requests()).hasSizeLessThanOrEqualTo(3 * 10);
    assertThat(store.mergeAll(Batch.of(entries.subList(0, 100))))
        .containsOnly(MergeOutcome.unchanged());
    assertThat(repository.requests()).isEmpty();
  }

  @Test
  void anAtomicBatchIsRefusedAsAWhole() {
    List<Write> writes = List.of(Write.of(value("a", 1, "x")), Write.of(value("secret/x", 1, "x")));
    assertThatThrownBy(() -> store.mergeAll(new Batch(writes, Atomicity.ALL)))
        .isInstanceOf(RejectedException.class);
    assertThat(repository.requests()).hasSize(3);
    assertThat(list(store)).hasSize(1);
  }

  @Test
  void aRepositoryThatTakesNothingIsNotAskedAgainAndAgain() {
    repository.github.faults().protect("main");
    List<Entry> entries = Entries.values("k/", 100, 1);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> store.mergeAll(Batch.of(entries)))
          .isInstanceOfAny(RejectedException.class, StoreUnavailableException.class);
    }
    assertThat(repository.requests()).hasSizeLessThanOrEqualTo(3 * 25);
    assertThat(store.read(key("begin"))).isEqualTo(value("begin", 1, "x"));
    repository.github.faults().clear();
    Repository.await(this::isTaken);
    assertThat(list(store)).hasSize(2);
  }

  private boolean isTaken() {
    try {
      return merge("end").isHeld();
    } catch (RejectedException | StoreUnavailableException e) {
      return false;
    }
  }
}
