package dev.headwater.cli.demo;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * All keys of an etcd that begin with a prefix, those that a store keeps for itself included, over
 * etcd's JSON gateway.
 *
 * @param server the gateway, in the clear
 * @param prefix what the keys begin with; its last character is below U+007F
 */
record EtcdPrefix(URI server, String prefix) {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** The keys on the server at {@code host:port}. */
  static EtcdPrefix of(String endpoint, String prefix) {
    return new EtcdPrefix(URI.create("http://" + endpoint), prefix);
  }

  /** Deletes them, as if they had never been. */
  void delete() {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v3/kv/deleterange"))
            .timeout(DEADLINE)
            .POST(HttpRequest.BodyPublishers.ofString(range()))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(DEADLINE)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw failed("it answered " + answer.statusCode());
      }
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted");
    }
  }

  private String range() {
    int last = prefix.length() - 1;
    String end = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    return "{\"key\":\"%s\",\"range_end\":\"%s\"}".formatted(base64(prefix), base64(end));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private CommandException failed(String why) {
    return new CommandException(
        ExitCode.UNAVAILABLE,
        "the keys below %s stay in the etcd at %s: %s".formatted(prefix, server, why));
  }
}
