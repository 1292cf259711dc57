package dev.headwater.store.etcd;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreUnavailableException;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what etcd's errors mean. etcd tells them apart by their texts as much as
 * by their codes ({@code api/v3rpc/rpctypes/error.go}); the table is read from the top.
 */
final class EtcdErrors {

  private static final List<Row> TABLE =
      List.of(
          new Row(Code.UNAUTHENTICATED, "invalid auth token", Failure.LOGIN_EXPIRED),
          new Row(Code.UNKNOWN, "invalid auth token", Failure.LOGIN_EXPIRED),
          new Row(Code.CANCELLED, "invalid auth token", Failure.LOGIN_EXPIRED),
          new Row(Code.INVALID_ARGUMENT, "revision of auth store is old", Failure.LOGIN_EXPIRED),
          new Row(Code.UNAUTHENTICATED, "revision of auth store is old", Failure.LOGIN_EXPIRED),
          new Row(Code.INVALID_ARGUMENT, "user name is empty", Failure.USER_MISSING),
          new Row(Code.INVALID_ARGUMENT, "authentication failed", Failure.DENIED),
          new Row(Code.INVALID_ARGUMENT, "user name not found", Failure.DENIED),
          new Row(Code.PERMISSION_DENIED, "", Failure.DENIED),
          new Row(Code.CANCELLED, "permission denied", Failure.DENIED),
          new Row(Code.UNAUTHENTICATED, "", Failure.DENIED),
          new Row(Code.OUT_OF_RANGE, "compacted", Failure.COMPACTED),
          new Row(Code.OUT_OF_RANGE, "future revision", Failure.FUTURE_REVISION),
          new Row(Code.RESOURCE_EXHAUSTED, "database space exceeded", Failure.OUT_OF_SERVICE),
          new Row(Code.RESOURCE_EXHAUSTED, "too many requests", Failure.BUSY),
          new Row(
              Code.RESOURCE_EXHAUSTED, "message exceeds maximum size", Failure.ANSWER_TOO_LARGE),
          new Row(Code.RESOURCE_EXHAUSTED, "message larger than max", Failure.REQUEST_TOO_LARGE),
          new Row(Code.RESOURCE_EXHAUSTED, "", Failure.BUSY),
          new Row(Code.INVALID_ARGUMENT, "request is too large", Failure.REQUEST_TOO_LARGE),
          new Row(Code.INVALID_ARGUMENT, "too many operations", Failure.REQUEST_TOO_LARGE),
          new Row(Code.INVALID_ARGUMENT, "duplicate key", Failure.UNSUPPORTED),
          new Row(Code.INVALID_ARGUMENT, "", Failure.UNSUPPORTED),
          new Row(Code.UNIMPLEMENTED, "", Failure.UNSUPPORTED),
          new Row(Code.NOT_FOUND, "", Failure.UNSUPPORTED),
          new Row(Code.FAILED_PRECONDITION, "cluster id mismatch", Failure.OUT_OF_SERVICE),
          new Row(Code.FAILED_PRECONDITION, "", Failure.BUSY),
          new Row(Code.DATA_LOSS, "", Failure.OUT_OF_SERVICE),
          new Row(Code.UNAVAILABLE, "corrupt cluster", Failure.OUT_OF_SERVICE),
          new Row(Code.DEADLINE_EXCEEDED, "waiting_for_connection", Failure.UNREACHED));

  private EtcdErrors() {}

  private record Row(Code code, String text, Failure failure) {
    boolean matches(Status status) {
      String description = status.getDescription();
      return status.getCode() == code
          && (text.isEmpty() || (description != null && description.contains(text)));
    }
  }

  /** What the status means. */
  static Failure classify(Status status) {
    if (isCausedBy(status, SSLException.class)) {
      return Failure.TLS;
    }
    if (isCausedBy(status, ConnectException.class)
        || isCausedBy(status, UnknownHostException.class)
        || isCausedBy(status, UnresolvedAddressException.class)) {
      return Failure.UNREACHED;
    }
    return TABLE.stream()
        .filter(row -> row.matches(status))
        .findFirst()
        .map(Row::failure)
        .orElse(Failure.AMBIGUOUS);
  }

  /**
   * The failure as the caller of the operation sees it. After this the operation is over.
   *
   * @return a {@link dev.headwater.store.StoreException}, or a {@link ReadRefusedException} where
   *     this store has another way
   */
  static RuntimeException translate(
      Status status, EtcdOperation operation, EtcdStoreConfig config) {
    Failure failure = classify(status);
    operation.failed(failure);
    String what = describe(failure, status, config);
    @Nullable Reason reason = reason(failure);
    if (operation.mayHaveHappened()) {
      return new OutcomeUnknownException(
          operation.subject(), what + "; it may have happened, repeat it", status.asException());
    }
    if (reason != null) {
      return new RejectedException(operation.subject(), reason, what, status.asException());
    }
    if (failure == Failure.COMPACTED
        || failure == Failure.FUTURE_REVISION
        || failure == Failure.ANSWER_TOO_LARGE) {
      return new ReadRefusedException(failure, what);
    }
    return new StoreUnavailableException(operation.subject(), what, status.asException());
  }

  /** The operation's end because its thread was interrupted; the thread's flag stays set. */
  static RuntimeException interrupted(EtcdOperation operation) {
    return operation.mayHaveHappened()
        ? new OutcomeUnknownException(
            operation.subject(), "the thread was interrupted; it may have happened, repeat it")
        : new StoreUnavailableException(
            operation.subject(), "the thread was interrupted; nothing happened");
  }

  /**
   * The error of a part, as the error of the operation: where other parts were done it is not true
   * that nothing happened.
   */
  static RuntimeException inView(RuntimeException error, EtcdOperation operation) {
    boolean saysNothing =
        error instanceof StoreUnavailableException || error instanceof RejectedException;
    return saysNothing && operation.mayHaveHappened()
        ? new OutcomeUnknownException(
            operation.subject(), "a part of it failed, other parts were done; repeat it", error)
        : error;
  }

  /** The operation's end because others kept on writing the same keys. */
  static RuntimeException contended(EtcdOperation operation) {
    String what = "others wrote to the same keys all the time; try again later";
    return operation.mayHaveHappened()
        ? new OutcomeUnknownException(operation.subject(), what)
        : new StoreUnavailableException(operation.subject(), what);
  }

  /** A read that can't be made smaller. */
  static RuntimeException tooLarge(EtcdOperation operation, ReadRefusedException refused) {
    return new RejectedException(
        operation.subject(),
        Reason.LIMIT,
        "what is held of one key is larger than this client takes: remove it with etcdctl",
        refused);
  }

  /** The status of a step before the request itself: whatever it was, nothing was asked yet. */
  static Status unsent(Status status) {
    return classify(status) == Failure.AMBIGUOUS
        ? Status.UNAVAILABLE
            .withDescription(brief(status))
            .withCause(new ConnectException("there was no login"))
        : status;
  }

  private static @Nullable Reason reason(Failure failure) {
    return switch (failure) {
      case DENIED, USER_MISSING, TLS -> Reason.PERMISSION;
      case REQUEST_TOO_LARGE -> Reason.LIMIT;
      case UNSUPPORTED -> Reason.CONFIGURATION;
      case UNREACHED,
          AMBIGUOUS,
          BUSY,
          LOGIN_EXPIRED,
          OUT_OF_SERVICE,
          ANSWER_TOO_LARGE,
          COMPACTED,
          FUTURE_REVISION ->
          null;
    };
  }

  private static String describe(Failure failure, Status status, EtcdStoreConfig config) {
    String at = config.address();
    String said = brief(status);
    EtcdStoreConfig.Login login = config.login();
    return switch (failure) {
      case DENIED ->
          login == null
              ? "etcd at %s refused access (%s): check the user or certificate and its roles"
                  .formatted(at, said)
              : "etcd refused the user '%s' (%s): check %s and the user's roles"
                  .formatted(login.user(), said, EtcdStoreConfig.PASSWORD_VARIABLE);
      case USER_MISSING ->
          "etcd at %s asks for a user: add USER@ to the URI and set %s"
              .formatted(at, EtcdStoreConfig.PASSWORD_VARIABLE);
      case TLS ->
          "no encrypted connection to etcd at %s (%s): check ca, cert and key".formatted(at, said);
      case REQUEST_TOO_LARGE ->
          ("etcd refused the size of the request (%s): say its --max-request-bytes as max-request,"
                  + " and let it have --max-txn-ops of at least 128")
              .formatted(said);
      case ANSWER_TOO_LARGE -> "the answer is larger than this client takes (%s)".formatted(said);
      case OUT_OF_SERVICE ->
          "etcd at %s takes no writes (%s): see 'etcdctl alarm list'".formatted(at, said);
      case BUSY, LOGIN_EXPIRED -> "etcd at %s refused the request for now (%s)".formatted(at, said);
      case COMPACTED, FUTURE_REVISION -> "etcd no longer has that revision (%s)".formatted(said);
      case UNSUPPORTED -> "etcd at %s does not take this request (%s)".formatted(at, said);
      case UNREACHED, AMBIGUOUS ->
          "etcd did not answer within %d ms (%s): check that etcd runs there: %s"
              .formatted(config.timeout().toMillis(), said, at);
    };
  }

  /* Status and the innermost message: neither has keys or values. */
  private static String brief(Status status) {
    @Nullable Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String description =
        status.getDescription() == null ? "" : " " + firstLine(status.getDescription());
    String innermost =
        cause == null || cause.getMessage() == null ? "" : ": " + firstLine(cause.getMessage());
    return status.getCode() + description + innermost;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static boolean isCausedBy(Status status, Class<? extends Throwable> type) {
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
