package dev.headwater.store.cockroach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.spi.StoreUri;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Units of work that fail as told, on a clock that only pauses move. */
class TransactionRetryTest {

  private final CockroachErrors errors =
      new CockroachErrors(
          CockroachStoreConfig.of(StoreUri.parse("cockroach://ann@db/app"), Map.of()));
  private final Source source = new Source();
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private long nanos;
  private int attempts;

  private final TransactionRetry retry =
      new TransactionRetry(source, errors, this::pause, new Random(1));
  private final Operation operation =
      new Operation(
          () -> new Subject("sql", "merge", null), Deadline.in(Duration.ofSeconds(5), () -> nanos));

  private record Failure(Phase phase, String state, String message) {}

  @AfterEach
  void everyLeaseIsGivenBack() {
    assertThat(source.closed).isEqualTo(source.given);
  }

  @Test
  void whatSucceedsIsDoneOnce() {
    assertThat(run()).isEqualTo("done");
    assertThat(attempts).isOne();
    assertThat(pauses).isEmpty();
  }

  @Test
  void aConflictIsTriedAgainOnTheSameConnection() {
    fail(Phase.WRITE, "40001");
    fail(Phase.READ, "40P01");
    assertThat(run()).isEqualTo("done");
    assertThat(attempts).isEqualTo(3);
    assertThat(source.evicted).isZero();
    assertThat(operation.mayHaveWritten()).isFalse();
  }

  @Test
  void pausesGrowAreJitteredAndBounded() {
    for (int i = 0; i < 30; i++) {
      fail(Phase.WRITE, "40001");
    }
    assertThat(run()).isEqualTo("done");
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(1), Duration.ofMillis(2));
    assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(250)) <= 0);
    assertThat(pauses.get(20)).isGreaterThanOrEqualTo(Duration.ofMillis(125));
    assertThat(pauses.stream().skip(10).distinct().count()).isGreaterThan(5);
  }

  @Test
  void conflictsWithoutEndAreUnavailableAtTheDeadline() {
    failures.clear();
    assertThatThrownBy(() -> retry.run(operation, session -> throwing(Phase.WRITE, "40001")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(nanos).isEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void aLostAnswerIsTriedAgainOnAnotherConnection() {
    fail(Phase.WRITE, "40003");
    fail(Phase.WRITE, "08006");
    assertThat(run()).isEqualTo("done");
    assertThat(source.evicted).isEqualTo(2);
    assertThat(operation.answerLost()).isTrue();
  }

  @Test
  void answersLostWithoutEndAreUnknownAtTheDeadline() {
    assertThatThrownBy(() -> retry.run(operation, session -> throwing(Phase.WRITE, "57P01")))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(nanos).isEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void afterALostAnswerAnOutageIsWaitedOut() {
    fail(Phase.WRITE, "57P01");
    fail(Phase.READ, "57P03");
    fail(Phase.READ, "57P03");
    assertThat(run()).isEqualTo("done");
  }

  @Test
  void afterALostAnswerAnOutageWithoutEndIsUnknown() {
    fail(Phase.WRITE, "57P01");
    assertThatThrownBy(
            () ->
                retry.run(
                    operation,
                    session -> {
                      work(session);
                      throw new SQLException("starting up", "57P03");
                    }))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void withoutALostAnswerAnOutageIsToldAtOnce() {
    fail(Phase.READ, "57P03");
    assertThatThrownBy(this::run).isInstanceOf(StoreUnavailableException.class);
    assertThat(attempts).isOne();
    assertThat(nanos).isZero();
  }

  @Test
  void aServerThatIsAwayIsToldAtOnce() {
    source.refusal = new SQLException("refused", "08001");
    assertThatThrownBy(this::run).isInstanceOf(StoreUnavailableException.class);
    assertThat(attempts).isZero();
  }

  @Test
  void aBrokenConnectionBeforeAWriteIsReplacedAndNothingWasWritten() {
    fail(Phase.READ, "08006");
    fail(Phase.READ, "0A000", "cached plan must not change result type");
    fail(Phase.READ, "25006");
    assertThat(run()).isEqualTo("done");
    assertThat(source.evicted).isEqualTo(3);
    assertThat(operation.mayHaveWritten()).isFalse();
  }

  @Test
  void whatIsRefusedForGoodIsNotTriedAgain() {
    fail(Phase.WRITE, "0A000", "not supported");
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.UNSUPPORTED));
    assertThat(attempts).isOne();
  }

  @Test
  void whatMustNotBeRepeatedIsUnknownAtOnce() {
    fail(Phase.WRITE, "XXA00");
    assertThatThrownBy(this::run).isInstanceOf(OutcomeUnknownException.class);
    assertThat(attempts).isOne();
  }

  @Test
  void aMissingTableIsSetUpOnce() {
    fail(Phase.READ, "42P01");
    assertThat(run()).isEqualTo("done");
    assertThat(source.forgotten).isOne();
    fail(Phase.READ, "42P01");
    fail(Phase.READ, "42P01");
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.CONFIGURATION));
  }

  @Test
  void aUnitThatIsTooLargeShrinksUntilItFits() {
    fail(Phase.WRITE, "08P01", "message size 20 MB bigger than maximum allowed");
    fail(Phase.WRITE, "40001", "transaction deadline exceeded");
    int[] size = {8};
    assertThat(retry.run(operation, this::work, () -> (size[0] /= 2) > 0)).isEqualTo("done");
    assertThat(size[0]).isEqualTo(2);
  }

  @Test
  void aUnitThatIsTooLargeAndCannotShrinkIsAboveALimit() {
    fail(Phase.WRITE, "08P01", "message size 20 MB bigger than maximum allowed");
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.LIMIT));
  }

  @Test
  void aFullServerIsTriedAgainWithWhatCannotShrink() {
    fail(Phase.WRITE, "53200");
    assertThat(run()).isEqualTo("done");
  }

  @Test
  void anInterruptEndsItAndStaysSet() {
    Thread.currentThread().interrupt();
    fail(Phase.WRITE, "40001");
    assertThatThrownBy(this::run).isInstanceOf(StoreUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private String run() {
    return retry.run(operation, this::work);
  }

  private String work(Session session) throws SQLException {
    attempts++;
    Failure failure = failures.poll();
    if (failure != null) {
      operation.enter(failure.phase());
      throw new SQLException(failure.message(), failure.state());
    }
    return "done";
  }

  private String throwing(Phase phase, String state) throws SQLException {
    operation.enter(phase);
    throw new SQLException("again", state);
  }

  private void fail(Phase phase, String state) {
    fail(phase, state, "as told");
  }

  private void fail(Phase phase, String state, String message) {
    failures.add(new Failure(phase, state, message));
  }

  private void pause(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(duration);
    nanos += duration.toNanos();
  }

  /** Gives out sessions on nothing. */
  private static final class Source implements TransactionRetry.Source {
    private SQLException refusal;
    private int given;
    private int closed;
    private int evicted;
    private int forgotten;

    @Override
    public Lease lease(Operation operation) throws SQLException {
      if (refusal != null) {
        throw refusal;
      }
      given++;
      return new Lease() {
        @Override
        public Session session() {
          return null; // the units here ask nothing
        }

        @Override
        public void evict() {
          evicted++;
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public void forgetSetup() {
      forgotten++;
    }
  }
}
