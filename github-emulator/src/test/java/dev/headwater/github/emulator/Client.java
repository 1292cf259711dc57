package dev.headwater.github.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that asks for what it is told, and has no ideas of its own. */
final class Client {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** An answer. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Response(int status, byte[] body, HttpResponse<byte[]> http) {
    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text(String pointer) {
      return json().at(pointer).asText();
    }

    String message() {
      return text("/message");
    }

    String sha() {
      return text("/sha");
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  private final GithubEmulator github;
  private final String token;

  Client(GithubEmulator github, String token) {
    this.github = github;
    this.token = token;
  }

  Client with(String otherToken) {
    return new Client(github, otherToken);
  }

  Response get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Response post(String path, Object body) {
    return send("POST", path, body);
  }

  Response patch(String path, Object body) {
    return send("PATCH", path, body);
  }

  /** Paths that do not start with a slash are inside the repository. */
  Response send(String method, String path, Object body, String... headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address(path))
              .timeout(Duration.ofSeconds(60))
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      if (headers.length > 0) {
        request.headers(headers);
      }
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Response(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private URI address(String path) {
    String inside = path.isEmpty() ? "" : "/" + path;
    String full = path.startsWith("/") ? path : "/repos/" + github.repository() + inside;
    return URI.create(github.endpoint() + full);
  }

  /** The id of a new blob. */
  String blob(byte[] content) {
    String base64 = Base64.getEncoder().encodeToString(content);
    return post("git/blobs", Map.of("content", base64, "encoding", "base64")).sha();
  }

  /** An entry of a tree with its content in it. */
  static Map<String, Object> file(String path, String content) {
    return Map.of("path", path, "mode", "100644", "type", "blob", "content", content);
  }

  /** An entry of a tree that refers to a blob. */
  static Map<String, Object> file(String path, String blob, String mode) {
    return Map.of("path", path, "mode", mode, "type", "blob", "sha", blob);
  }

  /** An entry of a tree that deletes a path. */
  static Map<String, Object> gone(String path) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("path", path);
    entry.put("mode", "100644");
    entry.put("type", "blob");
    entry.put("sha", null);
    return entry;
  }

  /** A new tree on a base. */
  Response tree(String base, List<Map<String, Object>> entries) {
    return post("git/trees", Map.of("base_tree", base, "tree", entries));
  }

  /** A new commit with one parent. */
  Response commit(String tree, String parent, String message) {
    return post(
        "git/commits", Map.of("message", message, "tree", tree, "parents", List.of(parent)));
  }

  /** Moves main. */
  Response move(String commit, boolean force) {
    return patch("git/refs/heads/main", Map.of("sha", commit, "force", force));
  }

  /** The tree of a commit. */
  String treeOf(String commit) {
    return get("git/commits/" + commit).text("/tree/sha");
  }

  /** Changes main by one commit as an API client does, and gives its id. */
  String write(String path, String content) {
    String head = get("git/ref/heads/main").text("/object/sha");
    String tree = tree(treeOf(head), List.of(file(path, content))).sha();
    String commit = commit(tree, head, "Set " + path).sha();
    move(commit, false);
    return commit;
  }
}
