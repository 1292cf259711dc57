package dev.headwater.github.emulator.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The description's schemas, as JSON Schema of draft 7. */
final class Schemas {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(1 << 28).build())
              .build());

  /** What errors look like. */
  static final JsonNode BASIC_ERROR =
      MAPPER.createObjectNode().put("$ref", "#/components/schemas/basic-error");

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();
  private final JsonNode components;

  Schemas(JsonNode document) {
    ObjectNode all = MAPPER.createObjectNode();
    all.set("schemas", drafted(document.at("/components/schemas")));
    this.components = all;
  }

  /** What is wrong with a body; nothing if it is right. */
  List<String> violations(JsonNode schema, byte[] body) {
    try {
      JsonNode read = MAPPER.readTree(body);
      return read == null || read.isMissingNode()
          ? List.of("there is no body")
          : compiled.computeIfAbsent(schema, this::compile).validate(read).stream()
              .map(Object::toString)
              .toList();
    } catch (IOException e) {
      return List.of("no JSON");
    }
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = MAPPER.createObjectNode();
    whole.putArray("allOf").add(drafted(schema));
    whole.set("components", components);
    return registry.getSchema(whole);
  }

  /** OpenAPI 3.0 says of what may be null that it is nullable; JSON Schema gives it two types. */
  private static JsonNode drafted(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = MAPPER.createArrayNode();
      node.forEach(one -> array.add(drafted(one)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = MAPPER.createObjectNode();
    node.properties().forEach(one -> object.set(keyword(one), drafted(one.getValue())));
    if (!object.path("nullable").isBoolean()) {
      return object;
    }
    boolean nullable = object.remove("nullable").booleanValue();
    return nullable ? orNull(object) : object;
  }

  /** Where GitHub allows one of several schemas, several often fit, its own errors first of all. */
  private static String keyword(Map.Entry<String, JsonNode> property) {
    boolean alternatives = property.getKey().equals("oneOf") && property.getValue().isArray();
    return alternatives ? "anyOf" : property.getKey();
  }

  private static JsonNode orNull(ObjectNode schema) {
    ObjectNode either = MAPPER.createObjectNode();
    either.putArray("anyOf").add(MAPPER.createObjectNode().put("type", "null")).add(schema);
    return either;
  }
}
