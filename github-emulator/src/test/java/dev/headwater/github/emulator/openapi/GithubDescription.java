package dev.headwater.github.emulator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.github.emulator.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** GitHub's own description of its API (OpenAPI 3.0), where it is at hand. Thread-safe. */
public final class GithubDescription {
  private static final String PROPERTY = "headwater.github.openapi";
  private static final String VARIABLE = "HEADWATER_GITHUB_OPENAPI";
  private static final List<String> USUAL_PLACES =
      List.of(
          "shared/github-openapi/git-data.json",
          "node_modules/@octokit/openapi/generated/api.github.com.json");

  /** Errors that any route may answer with, described or not. */
  private static final Set<Integer> EVERYWHERE = Set.of(400, 401, 403, 404, 429, 500, 502, 503);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode document;
  private final List<DescribedPath> paths;
  private final Schemas schemas;

  private GithubDescription(JsonNode document) {
    this.document = document;
    this.paths = document.path("paths").properties().stream().map(DescribedPath::of).toList();
    this.schemas = new Schemas(document);
  }

  /**
   * The file that a system property or the environment names, else one in a usual place at the
   * working directory or above it.
   */
  public static Optional<GithubDescription> find() {
    String named = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
    return named.isEmpty() ? inUsualPlace() : Optional.of(read(Path.of(named)));
  }

  private static Optional<GithubDescription> inUsualPlace() {
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .flatMap(at -> USUAL_PLACES.stream().map(at::resolve))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(GithubDescription::read);
  }

  static GithubDescription read(Path file) {
    try {
      return new GithubDescription(MAPPER.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException("GitHub's description cannot be read: " + file, e);
    }
  }

  /** How an exchange differs from the description; nothing if it does not. */
  public List<String> violations(Exchange exchange) {
    Optional<JsonNode> operation = operation(exchange);
    if (operation.isEmpty()) {
      return isKnown(exchange) ? List.of() : List.of("The description has no such route");
    }
    List<String> found = new ArrayList<>();
    if (exchange.status() < 300) {
      found.addAll(request(operation.get(), exchange));
    }
    found.addAll(response(operation.get(), exchange));
    return found;
  }

  /** What GitHub does not describe here and yet does, and what it has not. */
  private static boolean isKnown(Exchange exchange) {
    return exchange.status() == 404
        || exchange.status() == 401
        || exchange.line().path().endsWith("/graphql")
        || exchange.line().path().startsWith("/app/")
        || (exchange.line().method().equals("GET") && exchange.line().targets("git/refs"));
  }

  private Optional<JsonNode> operation(Exchange exchange) {
    String path = exchange.line().path().replaceFirst("^/api/v3(?=/)", "");
    String method = exchange.line().method().replace("HEAD", "GET").toLowerCase(Locale.ROOT);
    return paths.stream()
        .filter(described -> described.matches(path))
        .map(described -> described.item().path(method))
        .filter(JsonNode::isObject)
        .findFirst();
  }

  private List<String> request(JsonNode operation, Exchange exchange) {
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    boolean inQuery = exchange.requestBody().length == 0 && !exchange.line().query().isEmpty();
    return schema.isMissingNode() || inQuery
        ? List.of()
        : named("request", schemas.violations(schema, exchange.requestBody()));
  }

  private List<String> response(JsonNode operation, Exchange exchange) {
    if (exchange.status() == 304) {
      return bodiless(exchange); // described of a few, done by all
    }
    JsonNode response =
        resolved(operation.path("responses").path(Integer.toString(exchange.status())));
    if (response.isMissingNode()) {
      return EVERYWHERE.contains(exchange.status())
          ? named("answer", schemas.violations(Schemas.BASIC_ERROR, exchange.responseBody()))
          : List.of("The status " + exchange.status() + " is not described");
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      return exchange.status() < 400 ? bodiless(exchange) : List.of();
    }
    String type = exchange.responseHeaders().getOrDefault("content-type", "");
    return type.startsWith("application/json")
        ? named(
            "answer",
            schemas.violations(
                content.path("application/json").path("schema"), exchange.responseBody()))
        : mediaType(type);
  }

  private static List<String> bodiless(Exchange exchange) {
    return exchange.responseBody().length == 0
        ? List.of()
        : List.of("There must be no body with " + exchange.status());
  }

  /** Contents and blobs as bytes are in the text of the description, not among its types. */
  private static List<String> mediaType(String type) {
    return type.startsWith("application/vnd.github.")
        ? List.of()
        : List.of("The type of the answer is " + type);
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  private static List<String> named(String what, List<String> violations) {
    return violations.stream().map(one -> what + ": " + one).toList();
  }
}
