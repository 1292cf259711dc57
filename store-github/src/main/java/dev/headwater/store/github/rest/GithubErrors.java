package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.spi.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The one place that says what errors of GitHub mean, and what to do about them. */
final class GithubErrors {

  private static final int MAX_SAID = 300;

  private final GithubAddress address;
  private final String origin;

  /**
   * For one repository.
   *
   * @param origin where the credential is from, for people
   */
  GithubErrors(GithubAddress address, String origin) {
    this.address = address;
    this.origin = origin;
  }

  /**
   * What an answer means that is an error.
   *
   * @param token what the request was sent with, which the answer may repeat
   */
  static RequestFailedException refused(
      RestRequest request, RestAnswer answer, boolean limited, Optional<Secret> token) {
    String said = said(answer, token);
    GithubFailure failure =
        limited ? GithubFailure.LIMITED : AnswerTable.meaning(answer.status(), said);
    boolean happened = failure == GithubFailure.SERVER && !request.isRead();
    return new RequestFailedException(
        failure, "%s: %d %s".formatted(request, answer.status(), said), happened, null);
  }

  /** What it means that there was no answer. */
  static RequestFailedException unanswered(
      RestRequest request, IOException error, Optional<Secret> token) {
    GithubFailure failure = meaning(error);
    return new RequestFailedException(
        failure,
        "%s: %s".formatted(request, brief(error, token)),
        failure == GithubFailure.LOST && !request.isRead(),
        error);
  }

  private static GithubFailure meaning(IOException error) {
    if (error instanceof AnswerTooLargeException) {
      return GithubFailure.ANSWER_TOO_LARGE;
    }
    if (isCausedBy(error, CertificateException.class)
        || isCausedBy(error, SSLPeerUnverifiedException.class)) {
      return GithubFailure.UNTRUSTED;
    }
    boolean unsent =
        isCausedBy(error, ConnectException.class)
            || isCausedBy(error, HttpConnectTimeoutException.class)
            || isCausedBy(error, UnknownHostException.class)
            || isCausedBy(error, UnresolvedAddressException.class)
            || isCausedBy(error, SSLHandshakeException.class);
    return unsent ? GithubFailure.UNREACHED : GithubFailure.LOST;
  }

  /** The failure as the caller of the operation sees it. */
  StoreException translate(RequestFailedException failed, RestCall call, Effect effect) {
    GithubFailure failure = inView(failed.failure(), effect);
    String what = "%s: %s (%s)".formatted(address.location(), advice(failure), failed.said());
    if (effect == Effect.MOVES_BRANCH && failed.mayHaveHappened()) {
      return new OutcomeUnknownException(
          call.subject(), what + "; the branch may have been moved: look where it is", failed);
    }
    Reason reason = reason(failure);
    return reason == null
        ? new StoreUnavailableException(call.subject(), what, failed)
        : new RejectedException(call.subject(), reason, what, failed);
  }

  /* Never UNSUPPORTED: a person can mend all of these, so nobody may give up a write for them. */
  private static @Nullable Reason reason(GithubFailure failure) {
    return switch (failure) {
      case UNAUTHORIZED, NO_CREDENTIAL, SIGN_ON, FORBIDDEN, ARCHIVED, PROTECTED, BLOCKED ->
          Reason.PERMISSION;
      case NOT_FOUND, UNTRUSTED, REDIRECTED, INVALID, MALFORMED_PATH -> Reason.CONFIGURATION;
      case TOO_LARGE, ANSWER_TOO_LARGE -> Reason.LIMIT;
      case UNREACHED,
          LOST,
          SERVER,
          LIMITED,
          NO_SUCH_COMMIT,
          EMPTY,
          UNRELATED,
          BUSY,
          NOT_THERE_YET,
          NOT_FAST_FORWARD,
          EXISTS,
          NO_SUCH_BRANCH,
          NOT_GITHUB,
          NO_TIME,
          INTERRUPTED ->
          null;
    };
  }

  /* The repository is known when its objects are asked for. */
  private static GithubFailure inView(GithubFailure failure, Effect effect) {
    return failure == GithubFailure.NOT_FOUND && effect == Effect.NONE_BY_ID
        ? GithubFailure.NOT_THERE_YET
        : failure;
  }

  private String advice(GithubFailure failure) {
    return switch (failure) {
      case UNREACHED -> "can't be reached; check the network and %s".formatted(address.endpoint());
      case UNTRUSTED -> "the server's certificate is not trusted; check who answers there";
      case LOST -> "no answer came";
      case SERVER -> "GitHub failed; try again later";
      case LIMITED -> "GitHub's limits are reached; try again later";
      case UNAUTHORIZED -> "the token is wrong or has expired; renew %s".formatted(origin);
      case NO_CREDENTIAL -> "there is no token; check %s".formatted(origin);
      case SIGN_ON ->
          "the organisation asks for single sign-on; authorise the token of %s for it"
              .formatted(origin);
      case FORBIDDEN ->
          "the token does not allow this; give that of %s the permission contents: write"
              .formatted(origin);
      case ARCHIVED -> "the repository is archived, so nobody can write; unarchive it";
      case PROTECTED ->
          "the branch is protected; let this credential push to it, or use another branch";
      case BLOCKED -> "GitHub has closed the repository; see there";
      case NOT_FOUND ->
          "there is no such repository, or the token of %s does not allow this".formatted(origin);
      case NO_SUCH_COMMIT -> "there is no such commit";
      case EMPTY -> "the repository has no commits";
      case UNRELATED -> "the commits have nothing in common";
      case BUSY -> "GitHub does not take it just now; try again later";
      case NOT_THERE_YET -> "GitHub does not have the object, or not yet; try again later";
      case NOT_FAST_FORWARD, EXISTS, NO_SUCH_BRANCH -> "somebody else changed it just now";
      case MALFORMED_PATH -> "GitHub does not take the path of a file";
      case TOO_LARGE -> "GitHub does not take that much";
      case ANSWER_TOO_LARGE -> "what is there is too large to be read";
      case INVALID -> "GitHub does not take the request";
      case REDIRECTED -> "the request was sent on to another server; check the endpoint";
      case NOT_GITHUB ->
          "the answer is not GitHub's; check the endpoint %s".formatted(address.endpoint());
      case NO_TIME -> "the time was up before it was sent; give it more";
      case INTERRUPTED -> "the thread was interrupted";
    };
  }

  /* GitHub's own words: its message, and those of its single errors. */
  private static String said(RestAnswer answer, Optional<Secret> token) {
    StringBuilder said = new StringBuilder();
    if (answer.header("x-github-sso").isPresent()) {
      said.append("SAML ");
    }
    Optional<JsonNode> json = Json.objectIn(answer.body());
    json.ifPresent(
        body -> {
          said.append(body.path("message").asText(""));
          body.path("errors").forEach(error -> said.append("; ").append(text(error)));
        });
    return Redaction.shown(said.toString(), token, MAX_SAID);
  }

  private static String text(JsonNode error) {
    return error.isTextual()
        ? error.asText()
        : error.path("message").asText(error.path("code").asText(""));
  }

  private static String brief(IOException error, Optional<Secret> token) {
    Throwable innermost = error;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    if (message == null && isCausedBy(error, ConnectException.class)) {
      return "the connection was refused"; // the JDK has no message of its own for this
    }
    String type = words(innermost.getClass());
    return Redaction.shown(message == null ? type : type + ": " + message, token, MAX_SAID);
  }

  /* Such as "unknown host" for an UnknownHostException. */
  private static String words(Class<?> type) {
    return type.getSimpleName()
        .replaceFirst("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isCausedBy(Throwable error, Class<? extends Throwable> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
