package dev.headwater.store.github.rest;

import dev.headwater.store.background.Waits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * The JDK's HTTP client, with a timeout that includes the answer's body, which the client's own
 * does not, and a bound for the body. It waits in real time, since servers do.
 */
final class HttpTransport implements Transport {

  /** The largest answer: a blob of 100 MiB, and some more. */
  static final int MAX_ANSWER_BYTES = 110 << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final Map<Object, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /* One for all stores: a client can't be closed, and each has a thread of its own. */
  private static final class Shared {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(Redirect.NEVER) // it would hand the credential to other hosts
            .build();
  }

  @Override
  public RestAnswer send(RestRequest request, Optional<String> credential, Duration timeout)
      throws IOException, InterruptedException {
    if (closed) {
      throw new ConnectException("the store was closed");
    }
    CompletableFuture<HttpResponse<byte[]>> sent =
        Shared.CLIENT.sendAsync(
            http(request, credential), info -> new BoundedBody(MAX_ANSWER_BYTES));
    Object ticket = new Object();
    underWay.put(ticket, sent);
    try {
      if (closed || !Waits.blocking().await(sent, timeout)) {
        throw closed ? closedException() : new HttpTimeoutException(noAnswer(timeout));
      }
      return answer(sent);
    } finally {
      underWay.remove(ticket);
      sent.cancel(true);
    }
  }

  private RestAnswer answer(CompletableFuture<HttpResponse<byte[]>> sent)
      throws IOException, InterruptedException {
    try {
      HttpResponse<byte[]> response = sent.get();
      return new RestAnswer(
          response.statusCode(), response.headers(), ContentCoding.decoded(response));
    } catch (CancellationException e) {
      throw closedException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException error) {
        throw error;
      }
      throw new IOException("the HTTP client failed: " + e.getCause(), e.getCause());
    }
  }

  private static HttpRequest http(RestRequest request, Optional<String> credential) {
    HttpRequest.Builder http =
        HttpRequest.newBuilder(request.uri())
            .version(version(request.uri()))
            .header("Accept", request.accept())
            .header("Accept-Encoding", ContentCoding.GZIP)
            .header("User-Agent", "headwater")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .method(request.method(), body(request));
    if (request.body() != null) {
      http.header("Content-Type", "application/json");
    }
    request.etag().ifPresent(etag -> http.header("If-None-Match", etag));
    credential.ifPresent(value -> http.header("Authorization", value));
    return http.build();
  }

  /* Without encryption HTTP/2 begins as an upgrade, which small servers do not know. */
  private static Version version(URI uri) {
    return uri.getScheme().equals("https") ? Version.HTTP_2 : Version.HTTP_1_1;
  }

  private static BodyPublisher body(RestRequest request) {
    byte[] body = request.body();
    return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
  }

  @Override
  public void close() {
    closed = true;
    underWay.values().forEach(sent -> sent.cancel(true));
  }

  private static String noAnswer(Duration timeout) {
    return "no answer within %d ms".formatted(timeout.toMillis());
  }

  private static IOException closedException() {
    return new IOException("the store was closed");
  }
}
