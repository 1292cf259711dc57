package dev.headwater.store.github.rest;

import static dev.headwater.store.github.rest.ScriptedGithub.cut;
import static dev.headwater.store.github.rest.ScriptedGithub.json;
import static dev.headwater.store.github.rest.ScriptedGithub.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.StoreException;
import dev.headwater.store.background.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, and whatever is logged: the token is in nothing that can be read. */
class TokenStaysSecretTest {

  private static final String A = "a".repeat(40);
  private static final String ECHO =
      "denied: Authorization: Bearer " + RestFixture.TOKEN + " is bad";

  private final RestFixture fixture = new RestFixture();
  private final ScriptedGithub server = fixture.server;
  private final StringBuilder shown = new StringBuilder();
  private final Logger library = Logger.getLogger("org.kohsuke");
  private final Handler everything = new Everything();

  @AfterEach
  void close() {
    library.removeHandler(everything);
    library.setLevel(null);
    fixture.close();
  }

  @Test
  void inNoErrorLogOrAddress() {
    library.setLevel(Level.ALL);
    library.addHandler(everything);
    PrintStream err = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try (GitRepository repository = fixture.open()) {
      repository.facts();
      for (int status : List.of(400, 401, 403, 404, 409, 413, 422, 429, 451, 500, 502)) {
        server.on("PATCH /repos/owner/repo/git/refs/heads/main", message(status, ECHO));
        server.on("POST /repos/owner/repo/git/blobs", json(status, ECHO));
        useAll(repository);
        fixture.clock.advance(java.time.Duration.ofHours(1));
      }
      server.on("PATCH /repos/owner/repo/git/refs/heads/main", cut());
      server.on("POST /repos/owner/repo/git/blobs", json(200, "<html>"));
      useAll(repository);
      shown.append(repository).append(repository.location());
    } finally {
      System.setErr(err);
    }
    server.seen().forEach(seen -> shown.append(seen.line()).append(seen.body()));

    assertThat(shown.append(logged.toString(StandardCharsets.UTF_8)).toString())
        .contains("github: test", "denied")
        .doesNotContain(RestFixture.TOKEN);
  }

  private void useAll(GitRepository repository) {
    GitRepository now =
        repository.during(
            RestFixture.SUBJECT, Deadline.in(java.time.Duration.ofSeconds(20), fixture.ticker));
    show(() -> now.moveHead(A));
    show(() -> now.createBlob(new byte[] {1}));
  }

  private void show(Runnable request) {
    try {
      request.run();
    } catch (StoreException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      shown.append(trace);
    }
  }

  private final class Everything extends Handler {
    private Everything() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      shown.append(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
