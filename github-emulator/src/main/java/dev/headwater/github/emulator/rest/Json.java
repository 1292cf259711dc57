package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/** JSON in and out. */
final class Json {
  private static final int MAX_TEXT = 256 << 20; // a blob is one string; the body has its own limit
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
              .build());

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The object that a request's body holds; an empty one if there is no body. */
  static JsonNode read(byte[] body) {
    try {
      JsonNode read = body.length == 0 ? object() : MAPPER.readTree(body);
      if (read.isObject()) {
        return read;
      }
      throw Refusal.of(400, "Body should be a JSON object");
    } catch (IOException e) {
      throw Refusal.of(400, "Problems parsing JSON");
    }
  }

  /** A text that must be there. */
  static String required(JsonNode node, String field) {
    return text(node, field)
        .orElseThrow(
            () -> Refusal.of(422, "Invalid request.\n\n\"" + field + "\" wasn't supplied."));
  }

  /** A text that may be missing. */
  static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw Refusal.of(
          422,
          "Invalid request.\n\nFor 'properties/" + field + "', " + value + " is not a string.");
    }
    return Optional.of(value.textValue());
  }
}
