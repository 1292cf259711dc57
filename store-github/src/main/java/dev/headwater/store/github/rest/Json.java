package dev.headwater.store.github.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Bodies of requests and answers. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A new object. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The bytes of a body. */
  static byte[] bytes(JsonNode body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The body of an answer.
   *
   * @throws RequestFailedException if it is no JSON
   */
  static JsonNode parse(RestRequest request, RestAnswer answer) {
    try {
      return MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw notGithub(request);
    }
  }

  /** The text of a member that must be there. */
  static String text(RestRequest request, JsonNode node, String... path) {
    JsonNode member = node;
    for (String name : path) {
      member = member.path(name);
    }
    if (!member.isTextual()) {
      throw notGithub(request);
    }
    return member.asText();
  }

  /** The body of an error, if it is an object. */
  static Optional<JsonNode> objectIn(byte[] body) {
    try {
      return Optional.ofNullable(MAPPER.readTree(body)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static RequestFailedException notGithub(RestRequest request) {
    return RequestFailedException.withoutEffect(
        GithubFailure.NOT_GITHUB, request.toString(), null); // not the body: it may be anything
  }
}
