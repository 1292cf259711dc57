package dev.headwater.store.github.rest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last answers of what is asked again and again: heads of branches and the repository itself.
 * Each is asked for with its version, and "not changed" becomes the answer that is kept. How long
 * the server says that an answer may be used without asking is ignored: heads must be new.
 * Thread-safe.
 */
final class EtagCache {

  private static final int MAX_KEPT = 64;
  private static final int MAX_BODY_BYTES = 64 << 10;
  private static final int NOT_MODIFIED = 304;
  private static final Pattern REPOSITORY = Pattern.compile(".*/repos/[^/]+/[^/]+");

  private final Map<Key, RestAnswer> answers = new LinkedHashMap<>(); // guarded by this

  /** The request as it is sent: with the version that is known, if there is one. */
  RestRequest conditional(RestRequest request) {
    return known(request)
        .flatMap(answer -> answer.header("ETag"))
        .map(request::unless)
        .orElse(request);
  }

  /** The answer as it is handed on, kept if it may be of use. */
  RestAnswer complete(RestRequest request, RestAnswer answer) {
    if (answer.status() == NOT_MODIFIED) {
      return known(request).orElse(answer);
    }
    keep(request, answer);
    return answer;
  }

  private synchronized Optional<RestAnswer> known(RestRequest request) {
    return Optional.ofNullable(answers.get(Key.of(request)));
  }

  private synchronized void keep(RestRequest request, RestAnswer answer) {
    if (!isAskedAgain(request)) {
      return;
    }
    answers.remove(Key.of(request));
    if (answer.status() == 200
        && answer.header("ETag").isPresent()
        && answer.body().length <= MAX_BODY_BYTES) {
      if (answers.size() >= MAX_KEPT) {
        answers.remove(answers.keySet().iterator().next()); // the oldest
      }
      answers.put(Key.of(request), answer);
    }
  }

  private static boolean isAskedAgain(RestRequest request) {
    return request.isRead()
        && (request.accept().equals(RestRequest.SHA)
            || REPOSITORY.matcher(request.uri().getRawPath()).matches());
  }

  private record Key(URI uri, String accept) {
    static Key of(RestRequest request) {
      return new Key(request.uri(), request.accept());
    }
  }
}
