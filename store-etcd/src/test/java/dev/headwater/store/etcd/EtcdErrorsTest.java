package dev.headwater.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headwater.store.Key;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.etcd.EtcdStoreConfig.Login;
import dev.headwater.store.spi.Secret;
import dev.headwater.store.spi.StoreUri.Host;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EtcdErrorsTest {

  private static final EtcdStoreConfig CONFIG =
      EtcdStoreConfig.at(List.of(new Host("etcd.example", 2379)), "app");
  private static final EtcdStoreConfig WITH_USER =
      new EtcdStoreConfig(
          CONFIG.endpoints(),
          "app",
          CONFIG.timeout(),
          CONFIG.maxRequestBytes(),
          null,
          new Login("alice", Secret.of("hunter2")));

  /* Status and text as etcd's rpctypes has them, and what they come to for a read and a write. */
  static Stream<Arguments> table() {
    Class<?> unavailable = StoreUnavailableException.class;
    Class<?> unknown = OutcomeUnknownException.class;
    Class<?> rejected = RejectedException.class;
    Class<?> internal = ReadRefusedException.class;
    return Stream.of(
        row(Code.UNAVAILABLE, "etcdserver: no leader", Failure.AMBIGUOUS, unavailable, unknown),
        row(
            Code.UNAVAILABLE,
            "etcdserver: leader changed",
            Failure.AMBIGUOUS,
            unavailable,
            unknown),
        row(
            Code.UNAVAILABLE,
            "etcdserver: request timed out",
            Failure.AMBIGUOUS,
            unavailable,
            unknown),
        row(
            Code.UNAVAILABLE,
            "etcdserver: server stopped",
            Failure.AMBIGUOUS,
            unavailable,
            unknown),
        row(Code.UNAVAILABLE, "io exception", Failure.AMBIGUOUS, unavailable, unknown),
        row(
            Code.DEADLINE_EXCEEDED,
            "deadline exceeded after 5s",
            Failure.AMBIGUOUS,
            unavailable,
            unknown),
        row(
            Code.DEADLINE_EXCEEDED,
            "[[waiting_for_connection]]",
            Failure.UNREACHED,
            unavailable,
            unavailable),
        row(Code.CANCELLED, "call was cancelled", Failure.AMBIGUOUS, unavailable, unknown),
        row(Code.INTERNAL, "RST_STREAM closed stream", Failure.AMBIGUOUS, unavailable, unknown),
        row(Code.UNKNOWN, null, Failure.AMBIGUOUS, unavailable, unknown),
        row(
            Code.UNAUTHENTICATED,
            "etcdserver: invalid auth token",
            Failure.LOGIN_EXPIRED,
            unavailable,
            unavailable),
        row(
            Code.UNKNOWN,
            "etcdserver: invalid auth token",
            Failure.LOGIN_EXPIRED,
            unavailable,
            unavailable),
        row(
            Code.INVALID_ARGUMENT,
            "etcdserver: revision of auth store is old",
            Failure.LOGIN_EXPIRED,
            unavailable,
            unavailable),
        row(
            Code.PERMISSION_DENIED,
            "etcdserver: permission denied",
            Failure.DENIED,
            rejected,
            rejected),
        row(
            Code.CANCELLED,
            "rpc error: etcdserver: permission denied",
            Failure.DENIED,
            rejected,
            rejected),
        row(
            Code.INVALID_ARGUMENT,
            "etcdserver: authentication failed, invalid user ID or password",
            Failure.DENIED,
            rejected,
            rejected),
        row(
            Code.INVALID_ARGUMENT,
            "etcdserver: user name is empty",
            Failure.USER_MISSING,
            rejected,
            rejected),
        row(
            Code.OUT_OF_RANGE,
            "etcdserver: mvcc: required revision has been compacted",
            Failure.COMPACTED,
            internal,
            internal),
        row(
            Code.OUT_OF_RANGE,
            "etcdserver: mvcc: required revision is a future revision",
            Failure.FUTURE_REVISION,
            internal,
            internal),
        row(
            Code.RESOURCE_EXHAUSTED,
            "etcdserver: mvcc: database space exceeded",
            Failure.OUT_OF_SERVICE,
            unavailable,
            unavailable),
        row(
            Code.RESOURCE_EXHAUSTED,
            "etcdserver: too many requests",
            Failure.BUSY,
            unavailable,
            unavailable),
        row(
            Code.RESOURCE_EXHAUSTED,
            "gRPC message exceeds maximum size 4194304: 8219793",
            Failure.ANSWER_TOO_LARGE,
            internal,
            internal),
        row(
            Code.RESOURCE_EXHAUSTED,
            "grpc: received message larger than max (3 vs. 2)",
            Failure.REQUEST_TOO_LARGE,
            rejected,
            rejected),
        row(
            Code.INVALID_ARGUMENT,
            "etcdserver: request is too large",
            Failure.REQUEST_TOO_LARGE,
            rejected,
            rejected),
        row(
            Code.INVALID_ARGUMENT,
            "etcdserver: too many operations in txn request",
            Failure.REQUEST_TOO_LARGE,
            rejected,
            rejected),
        row(
            Code.INVALID_ARGUMENT,
            "etcdserver: duplicate key given in txn request",
            Failure.UNSUPPORTED,
            rejected,
            rejected),
        row(
            Code.NOT_FOUND,
            "etcdserver: requested lease not found",
            Failure.UNSUPPORTED,
            rejected,
            rejected),
        row(
            Code.UNIMPLEMENTED,
            "unknown service etcdserverpb.KV",
            Failure.UNSUPPORTED,
            rejected,
            rejected),
        row(
            Code.FAILED_PRECONDITION,
            "etcdserver: not leader",
            Failure.BUSY,
            unavailable,
            unavailable),
        row(
            Code.FAILED_PRECONDITION,
            "etcdserver: cluster id mismatch",
            Failure.OUT_OF_SERVICE,
            unavailable,
            unavailable),
        row(
            Code.DATA_LOSS,
            "etcdserver: corrupt cluster",
            Failure.OUT_OF_SERVICE,
            unavailable,
            unavailable));
  }

  private static Arguments row(
      Code code, String text, Failure failure, Class<?> ofRead, Class<?> ofWrite) {
    return arguments(code.toStatus().withDescription(text), failure, ofRead, ofWrite);
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyErrorOfEtcdHasItsMeaning(
      Status status, Failure failure, Class<?> ofRead, Class<?> ofWrite) {
    assertThat(EtcdErrors.classify(status)).isEqualTo(failure);
    assertThat(EtcdErrors.translate(status, read(), CONFIG)).isExactlyInstanceOf(ofRead);
    assertThat(EtcdErrors.translate(status, write(), CONFIG)).isExactlyInstanceOf(ofWrite);
  }

  @Test
  void aWriteThatWasNeverSentDidNotHappen() {
    for (Throwable cause :
        List.of(new ConnectException("refused"), new UnknownHostException("x"))) {
      Status status = Status.UNAVAILABLE.withDescription("io exception").withCause(cause);
      assertThat(EtcdErrors.classify(status)).isEqualTo(Failure.UNREACHED);
      assertThat(EtcdErrors.translate(status, write(), CONFIG))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void aFailedHandshakeNamesTheParameters() {
    Status status =
        Status.UNAVAILABLE.withCause(
            new java.io.IOException(new SSLHandshakeException("PKIX path building failed")));
    RuntimeException error = EtcdErrors.translate(status, write(), CONFIG);
    assertThat(reason(error)).isEqualTo(Reason.PERMISSION);
    assertThat(error).hasMessageContaining("check ca, cert and key").hasMessageContaining("PKIX");
  }

  @Test
  void anAmbiguousTryIsNotForgottenWhenALaterOneNeverLeft() {
    EtcdOperation operation = write();
    operation.failed(EtcdErrors.classify(Status.UNAVAILABLE.withDescription("io exception")));
    Status refused = Status.UNAVAILABLE.withCause(new ConnectException("refused"));
    assertThat(EtcdErrors.translate(refused, operation, CONFIG))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void theLoginBeforeAWriteIsNotTheWrite() {
    Status status = EtcdErrors.unsent(Status.UNAVAILABLE.withDescription("io exception"));
    assertThat(EtcdErrors.translate(status, write(), CONFIG))
        .isInstanceOf(StoreUnavailableException.class);
    Status denied = Status.PERMISSION_DENIED;
    assertThat(EtcdErrors.unsent(denied)).isSameAs(denied);
  }

  @Test
  void aPartThatFailedAfterOthersWereDoneIsUnknown() {
    EtcdOperation operation = write();
    RejectedException error = new RejectedException(operation.subject(), Reason.LIMIT, "too large");
    assertThat(EtcdErrors.inView(error, operation)).isSameAs(error);
    operation.happenedInPart();
    assertThat(EtcdErrors.inView(error, operation)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void messagesSayWhatToDoAndHoldNoSecret() {
    Status denied =
        Status.INVALID_ARGUMENT.withDescription("etcdserver: authentication failed, invalid user");
    assertThat(EtcdErrors.translate(denied, read(), WITH_USER))
        .hasMessageContaining("etcd refused the user 'alice'")
        .hasMessageContaining("check HEADWATER_ETCD_PASSWORD")
        .hasMessageNotContaining("hunter2");
    assertThat(EtcdErrors.translate(Status.UNAVAILABLE, read(), CONFIG))
        .hasMessageContaining("store: read of 'k'")
        .hasMessageContaining("within 5000 ms")
        .hasMessageContaining("check that etcd runs there: etcd.example:2379");
    Status missing = Status.INVALID_ARGUMENT.withDescription("etcdserver: user name is empty");
    assertThat(EtcdErrors.translate(missing, read(), CONFIG)).hasMessageContaining("add USER@");
  }

  @Test
  void everyErrorNamesItsOperation() {
    StoreException error = (StoreException) EtcdErrors.translate(Status.DATA_LOSS, write(), CONFIG);
    assertThat(error.subject()).isEqualTo(write().subject());
  }

  private static Reason reason(RuntimeException error) {
    return ((RejectedException) error).reason();
  }

  private static EtcdOperation read() {
    return EtcdOperation.read("store", "read", Key.of("k"), Duration.ofSeconds(1));
  }

  private static EtcdOperation write() {
    return EtcdOperation.write("store", "merge", Key.of("k"), Duration.ofSeconds(1));
  }
}
