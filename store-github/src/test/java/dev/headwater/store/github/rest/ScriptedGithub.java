package dev.headwater.store.github.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that says what it was told to say, in order, the last one again and again. */
final class ScriptedGithub implements AutoCloseable {

  static final String REPOSITORY =
      """
      {"id": 1, "node_id": "R_1", "name": "repo", "full_name": "owner/repo", "owner": {"login": "owner"},
       "default_branch": "main", "archived": false, "permissions": {"push": true, "pull": true}}""";

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // or else 40 ms for each answer
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Queue<Reply>> script = new ConcurrentHashMap<>();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

  /** A request as it came. */
  record Seen(String line, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst()
          .orElse("");
    }
  }

  /** What is answered. */
  interface Reply {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  ScriptedGithub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
    on("GET /repos/owner/repo", json(200, REPOSITORY));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The answers to a request, named by method, path and query, in the order of requests. */
  ScriptedGithub on(String line, Reply... replies) {
    script.put(line, new ArrayDeque<>(List.of(replies)));
    return this;
  }

  static Reply json(int status, String body, String... headers) {
    return bytes(status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  static Reply bytes(int status, byte[] body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    };
  }

  static Reply message(int status, String message, String... headers) {
    return json(status, Json.object().put("message", message).toString(), headers);
  }

  /** No answer: the connection is cut when the request has been read. */
  static Reply cut() {
    return exchange -> {
      throw new IOException("cut");
    };
  }

  /** The requests so far, without those that open the repository. */
  List<String> lines() {
    return seen.stream()
        .map(Seen::line)
        .filter(line -> !line.equals("GET /repos/owner/repo"))
        .toList();
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  Seen last() {
    return seen().get(seen.size() - 1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(new Seen(line, Map.copyOf(exchange.getRequestHeaders()), body));
    try {
      reply(line).to(exchange);
      exchange.getResponseBody().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private Reply reply(String line) {
    Queue<Reply> replies = script.get(line);
    if (replies == null) {
      return message(404, "Not Found");
    }
    synchronized (replies) {
      return replies.size() > 1 ? replies.remove() : replies.element();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
