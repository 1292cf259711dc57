package dev.headwater.store.github.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;
import org.kohsuke.github.connector.GitHubConnectorResponse.ByteArrayResponse;

/**
 * Lets github-api send its requests the way all requests go here. Errors do not reach the library:
 * they pass through it as {@link RequestFailedException}s, so it neither retries nor waits by
 * itself. Thread-safe.
 */
final class GithubConnector implements GitHubConnector {

  /* The library can't hand it through; it calls back on the thread that calls it. */
  private static final ThreadLocal<RestCall> CURRENT = new ThreadLocal<>();

  private final RestExchange exchange;

  GithubConnector(RestExchange exchange) {
    this.exchange = exchange;
  }

  /** Something that github-api does. */
  interface Work<T> {
    T get() throws IOException;
  }

  /**
   * Does it for this call.
   *
   * @throws RequestFailedException if a request fails, or the answer makes no sense
   */
  <T> T during(RestCall call, Work<T> work) {
    CURRENT.set(call);
    try {
      return work.get();
    } catch (
        IOException e) { // no error of a request; without the cause, which may quote the answer
      throw RequestFailedException.withoutEffect(
          GithubFailure.NOT_GITHUB, "github-api: " + e.getClass().getSimpleName(), null);
    } finally {
      CURRENT.remove();
    }
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest asked) throws IOException {
    RestAnswer answer = exchange.send(request(asked), CURRENT.get());
    return new Response(asked, answer);
  }

  private static RestRequest request(GitHubConnectorRequest asked) throws IOException {
    return new RestRequest(
        asked.method(),
        URI.create(asked.url().toString()),
        Optional.ofNullable(asked.header("Accept")).orElse(RestRequest.JSON),
        asked.hasBody() ? body(asked) : null,
        Optional.empty());
  }

  private static byte[] body(GitHubConnectorRequest asked) throws IOException {
    try (InputStream body = asked.body()) {
      return body == null ? new byte[0] : body.readAllBytes();
    }
  }

  /** An answer as the library wants it. */
  private static final class Response extends ByteArrayResponse {
    private final RestAnswer answer;

    Response(GitHubConnectorRequest request, RestAnswer answer) {
      super(request, answer.status(), decoded(answer));
      this.answer = answer;
    }

    /* The body is no longer compressed; limits are not the library's business. */
    private static Map<String, List<String>> decoded(RestAnswer answer) {
      Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers().map());
      headers
          .keySet()
          .removeIf(
              name ->
                  name.equalsIgnoreCase("Content-Encoding")
                      || name.regionMatches(true, 0, "X-RateLimit", 0, "X-RateLimit".length()));
      return headers;
    }

    @Override
    protected InputStream rawBodyStream() {
      return new ByteArrayInputStream(answer.body());
    }
  }
}
