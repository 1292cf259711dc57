package dev.headwater.store.github.rest;

import dev.headwater.store.github.rest.Cost.Kind;
import dev.headwater.store.github.rest.RequestGovernor.Permit;
import dev.headwater.store.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One request and its answer, as all requests go: within the limits, with a token, with the version
 * that is known, within its time; redirects are followed on the same server alone. Thread-safe.
 */
final class RestExchange implements AutoCloseable {

  private static final int MAX_REDIRECTS = 3;
  private static final String OTHER = "about:blank"; // no server of ours
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(90); // trees, and what is read
  private static final long BYTES_A_SECOND = 512 << 10; // on a slow line

  private final GithubAddress address;
  private final Transport transport;
  private final Credential credential;
  private final RequestGovernor governor;
  private final Pauses pauses;
  private final EtagCache etags = new EtagCache();

  RestExchange(
      GithubAddress address,
      Transport transport,
      Credential credential,
      RequestGovernor governor,
      Pauses pauses) {
    this.address = address;
    this.transport = transport;
    this.credential = credential;
    this.governor = governor;
    this.pauses = pauses;
  }

  /**
   * Sends a request.
   *
   * @return an answer that is no error
   * @throws RequestFailedException if there is none
   */
  RestAnswer send(RestRequest request, RestCall call) {
    try {
      return etags.complete(request, followed(etags.conditional(request), call));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RequestFailedException.withoutEffect(GithubFailure.INTERRUPTED, request.toString(), e);
    }
  }

  private RestAnswer followed(RestRequest request, RestCall call) throws InterruptedException {
    RestRequest next = request;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      RestAnswer answer = authorized(next, call);
      if (!answer.isRedirect()) {
        return answer;
      }
      next = next.at(target(next, answer));
    }
    throw redirected(request);
  }

  /* The token goes to the endpoint's server and to no other. */
  private URI target(RestRequest request, RestAnswer answer) {
    String location = answer.header("Location").filter(text -> !text.isEmpty()).orElse(OTHER);
    try {
      URI target = request.uri().resolve(location);
      if (address.endpoint().getScheme().equals(target.getScheme())
          && address.endpoint().getRawAuthority().equals(target.getRawAuthority())) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      throw redirected(request); // to what is no address
    }
    throw redirected(request);
  }

  private RestAnswer authorized(RestRequest request, RestCall call) throws InterruptedException {
    Optional<Secret> token = credential.token(call);
    RestAnswer answer = admitted(request, token, call);
    if (answer.status() == 401 && token.isPresent() && credential.mayReplace(token.get())) {
      token = credential.token(call);
      answer = admitted(request, token, call);
    }
    if (answer.isError()) {
      throw GithubErrors.refused(request, answer, LimitSignal.isLimited(answer), token);
    }
    return answer;
  }

  private RestAnswer admitted(RestRequest request, Optional<Secret> token, RestCall call)
      throws InterruptedException {
    try (Permit permit = governor.admit(cost(request), call, pauses)) {
      if (call.deadline().isPast()) {
        throw RequestFailedException.withoutEffect(GithubFailure.NO_TIME, request.toString(), null);
      }
      RestAnswer answer = sent(request, token, call);
      permit.answered(answer);
      return answer;
    }
  }

  private RestAnswer sent(RestRequest request, Optional<Secret> token, RestCall call) {
    try {
      return transport.send(
          request, token.map(secret -> "Bearer " + secret.reveal()), timeout(request, call));
    } catch (IOException e) {
      throw GithubErrors.unanswered(request, e, token);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestFailedException(
          GithubFailure.INTERRUPTED, request.toString(), !request.isRead(), e);
    }
  }

  private Cost cost(RestRequest request) {
    Kind read = request.etag().isPresent() ? Kind.CONDITIONAL_READ : Kind.READ;
    return new Cost(request.isRead() ? read : Kind.WRITE, address.location());
  }

  private static Duration timeout(RestRequest request, RestCall call) {
    String path = request.uri().getRawPath();
    boolean slow = path.endsWith("/git/trees") || path.contains("/git/blobs/");
    Duration timeout =
        (slow ? LONG_TIMEOUT : TIMEOUT).plusSeconds(request.bodyBytes() / BYTES_A_SECOND);
    Duration left = call.deadline().left();
    return left.compareTo(timeout) < 0 ? left : timeout;
  }

  private static RequestFailedException redirected(RestRequest request) {
    return RequestFailedException.withoutEffect(GithubFailure.REDIRECTED, request.toString(), null);
  }

  @Override
  public void close() {
    transport.close();
  }
}
