package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.cockroach.FaultyDataSource.Moment;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails at whichever statement: nothing is lost, and nothing is done twice. */
class CockroachStoreFaultsIT {

  private final SqlTable table = new SqlTable();
  private final CockroachStoreConfig config = table.config("timeout=5s", "pool=2");
  private final FaultyDataSource faulty = new FaultyDataSource(PoolSettings.driver(config));
  private CockroachStore store;

  @BeforeEach
  void open() {
    store = CockroachStore.open(config, InstantSource.system(), faulty.dataSource());
    store.head();
  }

  @AfterEach
  void close() {
    store.close();
    table.close();
  }

  static Stream<Arguments> repeatable() {
    return Stream.of(
        Arguments.of(Moment.BEFORE, "40001", "restart transaction"),
        Arguments.of(Moment.BEFORE, "40P01", "deadlock detected"),
        Arguments.of(Moment.BEFORE, "40003", "result is ambiguous"),
        Arguments.of(Moment.AFTER, "40003", "result is ambiguous"),
        Arguments.of(Moment.BEFORE, "57P01", "terminating connection"),
        Arguments.of(Moment.AFTER, "57P01", "terminating connection"),
        Arguments.of(Moment.BEFORE, "08006", "An I/O error occurred"),
        Arguments.of(Moment.AFTER, "08006", "An I/O error occurred"),
        Arguments.of(Moment.BEFORE, "0A000", "cached plan must not change result type"),
        Arguments.of(Moment.BEFORE, "25006", "read-only transaction"),
        Arguments.of(Moment.BEFORE, "53200", "out of memory"));
  }

  @ParameterizedTest
  @MethodSource("repeatable")
  void aMergeIsDoneOnce(Moment moment, String state, String message) {
    faulty.fail("INSERT", moment, state, message);
    assertThat(store.merge(Write.of(value("a", 1, "x"))).isHeld()).isTrue();
    requireWrittenOnce(List.of(value("a", 1, "x")));
  }

  @ParameterizedTest
  @MethodSource("repeatable")
  void aConditionalMergeIsDoneOnce(Moment moment, String state, String message) {
    faulty.fail("INSERT", moment, state, message);
    Write write = new Write(value("a", 1, "x"), Precondition.absent());
    assertThat(store.merge(write).isHeld()).isTrue();
    faulty.fail("UPDATE", moment, state, message);
    Write next = new Write(value("a", 2, "y"), Precondition.stampIs(stamp(1)));
    assertThat(store.merge(next).isHeld()).isTrue();
    requireWrittenOnce(List.of(value("a", 2, "y")));
  }

  @ParameterizedTest
  @MethodSource("repeatable")
  void aBatchIsDoneOnce(Moment moment, String state, String message) {
    List<Entry> entries = values("k", 2_500, 1);
    faulty.fail("INSERT", moment, state, message);
    faulty.fail("INSERT", moment, state, message);
    assertThat(store.mergeAll(Batch.of(entries))).hasSize(2_500).allMatch(MergeOutcome::isHeld);
    requireWrittenOnce(entries);
  }

  @ParameterizedTest
  @MethodSource("repeatable")
  void anAtomicBatchIsDoneOnceWhereverItFails(Moment moment, String state, String message) {
    store.merge(Write.of(value("k00001", 1, "before")));
    List<Entry> entries = values("k", 20, 2);
    for (String statement : List.of("SELECT", "INSERT", "COMMIT")) {
      faulty.fail(statement, moment, state, message);
    }
    List<MergeOutcome> outcomes =
        store.mergeAll(new Batch(entries.stream().map(Write::of).toList(), Atomicity.ALL));
    assertThat(outcomes).hasSize(20).allMatch(MergeOutcome::isHeld);
    requireWrittenOnce(entries);
  }

  @ParameterizedTest
  @MethodSource("repeatable")
  void aReadIsRepeated(Moment moment, String state, String message) {
    store.merge(Write.of(value("a", 1, "x")));
    faulty.fail("SELECT", moment, state, message);
    assertThat(store.read(value("a", 1, "x").key())).isEqualTo(value("a", 1, "x"));
    requireWrittenOnce(List.of(value("a", 1, "x")));
  }

  @Test
  void whatTheServerCannotDoIsRejectedAndNothingIsWritten() {
    faulty.fail("INSERT", Moment.BEFORE, "0A000", "unimplemented");
    assertThatThrownBy(() -> store.merge(Write.of(value("a", 1, "x"))))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.UNSUPPORTED));
    requireWrittenOnce(List.of());
  }

  @Test
  void aBatchThatFailsAfterItsFirstPartIsUnknown() {
    List<Entry> entries = values("k", 1_500, 1);
    faulty.fail("INSERT", Moment.AFTER, "40003", "result is ambiguous");
    faulty.fail("INSERT", Moment.BEFORE, "0A000", "unimplemented");
    assertThatThrownBy(() -> store.mergeAll(Batch.of(entries)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(store.mergeAll(Batch.of(entries))).allMatch(MergeOutcome::isHeld);
    requireWrittenOnce(entries);
  }

  @Test
  void anAtomicBatchThatFailsForGoodBeforeItsCommitWritesNothing() {
    faulty.fail("INSERT", Moment.AFTER, "57P03", "shutting down");
    assertThatThrownBy(
            () ->
                store.mergeAll(
                    new Batch(values("k", 20, 1).stream().map(Write::of).toList(), Atomicity.ALL)))
        .isInstanceOf(StoreUnavailableException.class);
    requireWrittenOnce(List.of());
  }

  @Test
  void aLostAnswerIsNotCalledRefusedWhenAnotherWroteMeanwhile() {
    CockroachStore other = CockroachStore.open(config, InstantSource.system());
    try (other) {
      other.merge(Write.of(value("a", 5, "another's")));
      faulty.fail("INSERT", Moment.AFTER, "40003", "result is ambiguous");
      Write write = new Write(value("a", 9, "x"), Precondition.absent());
      assertThatThrownBy(() -> store.merge(write)).isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void aStatementIsAllThatAMergeOrAReadCosts() {
    int before = faulty.statements();
    store.merge(Write.of(value("a", 1, "x")));
    store.merge(new Write(value("b", 1, "x"), Precondition.absent()));
    store.merge(new Write(value("b", 2, "x"), Precondition.stampIs(stamp(1))));
    store.read(value("a", 1, "x").key());
    store.mergeAll(Batch.of(values("k", 1_000, 1)));
    store.head();
    assertThat(faulty.statements() - before).isEqualTo(6);
  }

  /* The entries are there, each in one row, and no row was written after its first time. */
  private void requireWrittenOnce(List<Entry> expected) {
    assertThat(faulty.isSpent()).isTrue();
    try (EntryCursor cursor = store.list(ListRequest.all("").pageSize(5_000))) {
      assertThat(cursor.next().entries()).containsExactlyElementsOf(expected);
    }
    String before = table.select("SELECT max(%s::TEXT) FROM $t".formatted(table.feedColumn()));
    assertThat(store.mergeAll(Batch.of(expected)))
        .allMatch(MergeOutcome.Unchanged.class::isInstance);
    assertThat(table.select("SELECT max(%s::TEXT) FROM $t".formatted(table.feedColumn())))
        .isEqualTo(before);
  }
}
