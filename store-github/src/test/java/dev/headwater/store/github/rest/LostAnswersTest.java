package dev.headwater.store.github.rest;

import static dev.headwater.store.github.rest.ScriptedGithub.bytes;
import static dev.headwater.store.github.rest.ScriptedGithub.cut;
import static dev.headwater.store.github.rest.ScriptedGithub.json;
import static dev.headwater.store.github.rest.ScriptedGithub.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostAnswersTest {

  private static final String A = "a".repeat(40);
  private static final String OBJECT = "{\"sha\": \"" + A + "\", \"tree\": []}";
  private static final String REPO = "/repos/owner/repo";
  private static final String MOVE = "PATCH /repos/owner/repo/git/refs/heads/main";

  private final RestFixture fixture = new RestFixture();
  private final ScriptedGithub server = fixture.server;
  private final GitRepository repository = fixture.open();
  private final CountDownLatch held = new CountDownLatch(1);

  @AfterEach
  void close() {
    held.countDown();
    repository.close();
    fixture.close();
  }

  @Test
  void objectsAreStoredAgainWhenTheAnswerIsLost() {
    for (String kind : List.of("blobs", "trees", "commits")) {
      server.on(
          "POST " + REPO + "/git/" + kind, cut(), message(502, "Bad Gateway"), json(201, OBJECT));
    }
    assertThat(repository.createBlob(new byte[] {1})).isEqualTo(A);
    assertThat(repository.createTree(null, List.of(new TreeChange.Text("a", "b")))).isEqualTo(A);
    assertThat(repository.createCommit(new NewCommit(A, List.of(), "m"))).isEqualTo(A);
    assertThat(server.lines()).hasSize(9);
  }

  @Test
  void aServerThatStaysAwayIsAskedAFewTimesAndThenUnavailable() {
    String line = "POST " + REPO + "/git/blobs";
    server.on(line, message(503, "Service Unavailable"));

    assertThatThrownBy(() -> repository.createBlob(new byte[] {1}))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("GitHub failed; try again later")
        .hasMessageContaining("503");
    assertThat(server.lines()).hasSize(Attempts.MAX_TRIES);
  }

  @Test
  void nothingIsRepeatedBeyondTheDeadline() {
    server.on("POST " + REPO + "/git/blobs", message(503, "Service Unavailable"));
    repository.facts();
    GitRepository hurried =
        repository.during(RestFixture.SUBJECT, Deadline.in(Duration.ofMillis(600), fixture.ticker));

    assertThatThrownBy(() -> hurried.createBlob(new byte[] {1}))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(server.lines()).hasSizeBetween(2, 3);
  }

  @Test
  void whetherTheBranchWasMovedIsUnknownWhenTheAnswerIsLost() {
    server.on(MOVE, cut(), message(502, "Bad Gateway"));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> repository.moveHead(A))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("the branch may have been moved: look where it is");
    }
    assertThat(server.lines()).as("nothing is repeated").hasSize(2);
  }

  @Test
  void whetherTheFirstCommitWasMadeIsUnknownWhenTheAnswerIsLost() {
    server.on("POST " + REPO + "/git/refs", cut());
    server.on("PUT " + REPO + "/contents/a", message(504, ""));

    assertThatThrownBy(() -> repository.createHead(A)).isInstanceOf(OutcomeUnknownException.class);
    assertThatThrownBy(() -> repository.initialize("a", new byte[0], "m"))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void anAnswerThatStallsIsLostAtTheDeadline() {
    server.on(MOVE, exchange -> held.await(10, TimeUnit.SECONDS));
    GitRepository hurried =
        repository.during(RestFixture.SUBJECT, Deadline.in(Duration.ofMillis(200), fixture.ticker));

    assertThatThrownBy(() -> hurried.moveHead(A))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("no answer within 200 ms");
  }

  @Test
  void anAnswerWhoseBodyStallsIsLostAtTheDeadline() {
    server.on(
        "GET " + REPO + "/contents/a?ref=" + A,
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          held.await(10, TimeUnit.SECONDS);
        });
    GitRepository hurried =
        repository.during(RestFixture.SUBJECT, Deadline.in(Duration.ofMillis(200), fixture.ticker));

    assertThatThrownBy(() -> hurried.file(A, "a")).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void anAnswerThatIsCutShortIsNone() {
    server.on(
        "GET " + REPO + "/contents/a?ref=" + A,
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          throw new java.io.IOException("cut");
        },
        bytes(200, "whole".getBytes(StandardCharsets.UTF_8)));

    assertThat(repository.file(A, "a").orElseThrow()).asString().isEqualTo("whole");
  }

  @Test
  void closingEndsWhatIsUnderWay() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    server.on(
        MOVE,
        exchange -> {
          asked.countDown();
          held.await(10, TimeUnit.SECONDS);
        });
    Thread closer =
        new Thread(
            () -> {
              try {
                asked.await(10, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              repository.close();
            });
    closer.start();

    assertThatThrownBy(() -> repository.moveHead(A)).isInstanceOf(OutcomeUnknownException.class);
    closer.join();
  }

  @Test
  void anInterruptedThreadDoesNotWait() {
    server.on(MOVE, exchange -> held.await(10, TimeUnit.SECONDS));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> repository.moveHead(A))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("the thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aCompressedAnswerIsReadAndALargeOneIsBounded() throws Exception {
    java.io.ByteArrayOutputStream compressed = new java.io.ByteArrayOutputStream();
    try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(compressed)) {
      gzip.write("plain".getBytes(StandardCharsets.UTF_8));
    }
    server.on(
        "GET " + REPO + "/contents/a?ref=" + A,
        bytes(200, compressed.toByteArray(), "Content-Encoding", "gzip"));

    assertThat(repository.file(A, "a").orElseThrow()).asString().isEqualTo("plain");
    assertThat(server.last().header("Accept-Encoding")).isEqualTo("gzip");
  }
}
