package dev.headwater.store.cockroach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.spi.StoreUri;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CockroachErrorsTest {

  private final CockroachErrors errors =
      new CockroachErrors(
          CockroachStoreConfig.of(StoreUri.parse("cockroach://ann@db.example/app"), Map.of()));

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      textBlock =
          """
          # state, message,                                          CONNECT,       SETUP,         READ,          WRITE
          40001,   restart transaction: WriteTooOld,                 RETRY,         RETRY,         RETRY,         RETRY
          40001,   could not serialize access,                       RETRY,         RETRY,         RETRY,         RETRY
          40001,   transaction deadline exceeded,                    SHRINK,        SHRINK,        SHRINK,        SHRINK
          40P01,   deadlock detected,                                RETRY,         RETRY,         RETRY,         RETRY
          40003,   result is ambiguous,                              UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          08000,   connection exception,                             UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          08003,   This connection has been closed.,                 UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          08006,   An I/O error occurred while sending,              UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          08007,   transaction resolution unknown,                   UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          08001,   Connection refused,                               UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          08004,   rejected,                                         UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          57P01,   terminating connection,                           UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          57P02,   crash shutdown,                                   UNAVAILABLE,   RETRY_FRESH,   RETRY_FRESH,   UNKNOWN
          57P03,   the database system is starting up,               UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE
          53300,   too many clients,                                 UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE
          25P02,   current transaction is aborted,                   RETRY,         RETRY,         RETRY,         RETRY
          0A000,   cached plan must not change result type,          RETRY_FRESH,   RETRY_FRESH,   RETRY_FRESH,   RETRY_FRESH
          0A000,   unimplemented,                                    UNSUPPORTED,   UNSUPPORTED,   UNSUPPORTED,   UNSUPPORTED
          57014,   canceling statement due to statement timeout,     UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE,   UNKNOWN
          53200,   out of memory,                                    SHRINK,        SHRINK,        SHRINK,        SHRINK
          53100,   disk full,                                        SHRINK,        SHRINK,        SHRINK,        SHRINK
          54000,   index row size exceeds maximum,                   LIMIT,         LIMIT,         LIMIT,         LIMIT
          08P01,   message size 17 MiB bigger than maximum allowed,  SPLIT,         SPLIT,         SPLIT,         SPLIT
          08P01,   invalid message format,                           UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE,   UNKNOWN
          21000,   cannot affect row a second time,                  UNSUPPORTED,   UNSUPPORTED,   UNSUPPORTED,   UNSUPPORTED
          25006,   cannot execute in a read-only transaction,        RETRY_FRESH,   RETRY_FRESH,   RETRY_FRESH,   RETRY_FRESH
          42P01,   relation does not exist,                          SET_UP,        CONFIGURATION, SET_UP,        SET_UP
          42703,   column does not exist,                            SET_UP,        CONFIGURATION, SET_UP,        SET_UP
          42883,   function does not exist,                          SET_UP,        UNSUPPORTED,   SET_UP,        SET_UP
          42601,   syntax error,                                     UNSUPPORTED,   UNSUPPORTED,   UNSUPPORTED,   UNSUPPORTED
          42501,   permission denied for table,                      PERMISSION,    PERMISSION,    PERMISSION,    PERMISSION
          XXA00,   transaction committed but schema change aborted,  CONFIGURATION, CONFIGURATION, CONFIGURATION, UNKNOWN_FINAL
          28P01,   password authentication failed,                   PERMISSION,    PERMISSION,    PERMISSION,    PERMISSION
          28000,   role does not exist,                              PERMISSION,    PERMISSION,    PERMISSION,    PERMISSION
          3D000,   database does not exist,                          CONFIGURATION, CONFIGURATION, CONFIGURATION, CONFIGURATION
          23505,   duplicate key in pg_class,                        CONFIGURATION, RETRY,         CONFIGURATION, CONFIGURATION
          42P07,   relation already exists,                          CONFIGURATION, RETRY,         CONFIGURATION, CONFIGURATION
          XX000,   internal error,                                   UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE,   UNKNOWN
          58030,   could not write,                                  UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE,   UNKNOWN
          '',      the driver's own,                                 UNAVAILABLE,   UNAVAILABLE,   UNAVAILABLE,   UNKNOWN
          """)
  void everyStateOfTheTableMeansOneThingInEachPhase(
      String state, String message, Verdict connect, Verdict setup, Verdict read, Verdict write) {
    SQLException error = new SQLException(message, state);
    assertThat(CockroachErrors.verdict(error, Phase.CONNECT)).isEqualTo(connect);
    assertThat(CockroachErrors.verdict(error, Phase.SETUP)).isEqualTo(setup);
    assertThat(CockroachErrors.verdict(error, Phase.READ)).isEqualTo(read);
    assertThat(CockroachErrors.verdict(error, Phase.WRITE)).isEqualTo(write);
  }

  @Test
  void anErrorWithoutStateOrMessageIsUnknownAmidAWriteOnly() {
    SQLException bare = new SQLException();
    assertThat(CockroachErrors.verdict(bare, Phase.READ)).isEqualTo(Verdict.UNAVAILABLE);
    assertThat(CockroachErrors.verdict(bare, Phase.WRITE)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatThePoolWrapsDecides() {
    SQLException inner = new SQLException("no such password", "28P01", new IOException());
    SQLException pool = new SQLTransientConnectionException("timed out after 5000ms", inner);
    assertThat(CockroachErrors.verdict(pool, Phase.CONNECT)).isEqualTo(Verdict.PERMISSION);
  }

  @Test
  void aWrongPasswordSaysWhatToDo() {
    assertThat(exception("28P01", Verdict.PERMISSION, operation()))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.PERMISSION))
        .hasMessageContainingAll(
            "the server refused the user 'ann'", "HEADWATER_SQL_PASSWORD", "password-file");
  }

  @Test
  void aMissingDatabaseSaysWhatToDo() {
    assertThat(exception("3D000", Verdict.CONFIGURATION, operation()))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.CONFIGURATION))
        .hasMessageContaining("database 'app' does not exist; create it");
  }

  @Test
  void anOutageNamesThePlaceAndWhatToCheck() {
    assertThat(exception("08001", Verdict.UNAVAILABLE, operation()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContainingAll(
            "no answer from db.example:26257 ", "check that CockroachDB or PostgreSQL runs there")
        .hasMessageNotContaining("try again");
  }

  @Test
  void aServerThatAnswersButIsBusyIsToBeTriedAgain() {
    assertThat(exception("53300", Verdict.UNAVAILABLE, operation()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContainingAll("db.example:26257/app/headwater", "try again later")
        .hasMessageNotContaining("runs there");
  }

  @ParameterizedTest
  @CsvSource({"UNAVAILABLE", "PERMISSION", "CONFIGURATION", "LIMIT", "RETRY", "UNKNOWN"})
  void onceSomethingMayHaveBeenWrittenNobodySaysThatNothingWas(Verdict verdict) {
    Operation operation = operation();
    operation.wrote();
    assertThat(exception("57014", verdict, operation)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void causesAreKept() {
    assertThat(exception("08006", Verdict.UNAVAILABLE, operation()))
        .hasCauseInstanceOf(SQLException.class);
  }

  private StoreException exception(String state, Verdict verdict, Operation operation) {
    return errors.exception(operation, new SQLException("what the server said", state), verdict);
  }

  private static Operation operation() {
    return new Operation(
        () -> new Subject("sql", "merge", null),
        Deadline.in(Duration.ofSeconds(1), Ticker.system()));
  }
}
