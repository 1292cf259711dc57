package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.RefView.Sight;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, as a route sees it.
 *
 * @param path as it was sent, percent-encoded
 * @param query decoded
 * @param headers by lower-case name
 * @param parameters what the route's pattern found in the path, decoded
 * @param sight through which replica refs are read
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Call(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    Map<String, String> parameters,
    Caller caller,
    Sight sight) {

  /** The greatest number of things on a page. */
  private static final int MAX_PER_PAGE = 100;

  /** What a client asks for instead of JSON. */
  public enum Media {
    /** JSON. */
    JSON,
    /** The bytes of a file. */
    RAW,
    /** The id of a commit, as text. */
    SHA
  }

  Call with(Map<String, String> found) {
    return new Call(method, path, query, headers, body, Map.copyOf(found), caller, sight);
  }

  /** What the pattern found. */
  String parameter(String name) {
    String found = parameters.get(name);
    if (found == null) {
      throw new IllegalStateException("The route has no {" + name + "}");
    }
    return found;
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  JsonNode json() {
    return Json.read(body);
  }

  /** The body, or, as some clients send what a DELETE needs, the query. */
  JsonNode jsonOrQuery() {
    if (body.length > 0) {
      return json();
    }
    ObjectNode parsed = Json.object();
    query.forEach(parsed::put);
    return parsed;
  }

  Media media() {
    String accept = header("accept").orElse("").toLowerCase(Locale.ROOT);
    if (!accept.startsWith("application/vnd.github")) {
      return Media.JSON;
    }
    if (accept.contains(".raw")) {
      return Media.RAW;
    }
    return accept.contains(".sha") ? Media.SHA : Media.JSON;
  }

  int page() {
    return Math.max(1, number("page", 1));
  }

  int perPage(int usual) {
    return Math.min(MAX_PER_PAGE, Math.max(1, number("per_page", usual)));
  }

  private int number(String name, int usual) {
    try {
      return query(name).map(Integer::parseInt).orElse(usual);
    } catch (NumberFormatException e) {
      return usual;
    }
  }
}
