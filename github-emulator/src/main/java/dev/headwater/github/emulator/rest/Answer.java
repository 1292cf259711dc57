package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** What the server answers: a status, a body of some type, and headers besides. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
  static final String DOCUMENTATION = "https://docs.github.com/rest";
  private static final String JSON_TYPE = "application/json; charset=utf-8";
  private static final byte[] EMPTY = {};

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer in JSON. */
  public static Answer json(int status, JsonNode body) {
    return new Answer(status, JSON_TYPE, Json.write(body), Map.of());
  }

  /** An answer without a body. */
  public static Answer empty(int status) {
    return new Answer(status, "", EMPTY, Map.of());
  }

  /** An answer of bytes. */
  public static Answer bytes(String contentType, byte[] body) {
    return new Answer(200, contentType, body, Map.of());
  }

  /** An answer of text. */
  public static Answer text(String contentType, String body) {
    return bytes(contentType + "; charset=utf-8", body.getBytes(UTF_8));
  }

  /** An error as GitHub words it. */
  public static Answer error(int status, String message) {
    ObjectNode body = Json.object();
    body.put("message", message);
    body.put("documentation_url", DOCUMENTATION);
    body.put("status", Integer.toString(status));
    return json(status, body);
  }

  /** The same with one header more. */
  public Answer with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Answer(status, contentType, body, more);
  }

  /** The same with more headers. */
  public Answer with(Map<String, String> others) {
    Map<String, String> more = new TreeMap<>(headers);
    more.putAll(others);
    return new Answer(status, contentType, body, more);
  }
}
