package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Client.Response;
import dev.headwater.github.emulator.Fault.Moment;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultsTest extends EmulatorCase {

  @Test
  void badGatewayBeforeNothingIsDone() {
    String head = seed();
    String next = client.commit(client.treeOf(head), head, "m").sha();
    github.faults().next(Fault.badGateway(Moment.BEFORE));
    assertThat(client.move(next, false).status()).isEqualTo(502);
    assertThat(ada.head()).contains(head);
    assertThat(client.move(next, false).status()).isEqualTo(200);
  }

  @Test
  void badGatewayAfterItIsDone() {
    String head = seed();
    String next = client.commit(client.treeOf(head), head, "m").sha();
    github.faults().next(1, RequestLine::isRefUpdate, Fault.badGateway(Moment.AFTER));
    assertThat(client.get("").status()).isEqualTo(200);
    assertThat(client.move(next, false).status()).isEqualTo(502);
    assertThat(ada.head()).contains(next);
  }

  @Test
  void theConnectionIsCutBeforeAndAfter() {
    String head = seed();
    String next = client.commit(client.treeOf(head), head, "m").sha();
    github.faults().next(1, RequestLine::isRefUpdate, Fault.cut(Moment.BEFORE));
    assertThatThrownBy(() -> client.move(next, false)).isInstanceOf(UncheckedIOException.class);
    assertThat(ada.head()).contains(head);
    github.faults().next(1, RequestLine::isRefUpdate, Fault.cut(Moment.AFTER));
    assertThatThrownBy(() -> client.move(next, false)).isInstanceOf(UncheckedIOException.class);
    assertThat(ada.head()).contains(next);
    assertThat(github.requests().count(one -> one.status() == 0)).isEqualTo(2);
  }

  @Test
  void limitsCanBeReachedAtWill() {
    seed();
    github.faults().next(Fault.secondaryLimit(Duration.ofSeconds(7)));
    assertThat(client.get("").header("retry-after")).isEqualTo("7");
    github.faults().next(Fault.secondaryLimitWithoutHeaders());
    Response silent = client.get("");
    assertThat(silent.status()).isEqualTo(403);
    assertThat(silent.header("retry-after")).isEmpty();
    github.faults().next(Fault.primaryLimit(Duration.ofMinutes(10)));
    Response primary = client.get("");
    assertThat(primary.header("x-ratelimit-remaining")).isEqualTo("0");
    assertThat(Long.parseLong(primary.header("x-ratelimit-reset")))
        .isEqualTo(clock.instant().plusSeconds(600).getEpochSecond());
    assertThat(client.get("").status()).isEqualTo(200);
  }

  @Test
  void anyErrorCanBeAnswered() {
    seed();
    github.faults().next(2, Fault.refused(409, "unavailable"));
    assertThat(client.get("git/ref/heads/main").message()).isEqualTo("unavailable");
    assertThat(client.get("git/ref/heads/main").status()).isEqualTo(409);
    assertThat(client.get("git/ref/heads/main").status()).isEqualTo(200);
  }

  @Test
  void aHeldRequestWaitsWithItsAnswerOrBeforeAnything() throws Exception {
    String head = seed();
    String next = client.commit(client.treeOf(head), head, "m").sha();
    for (Moment moment : Moment.values()) {
      client.move(head, true);
      github.faults().next(Fault.held(moment));
      Background held = Background.of(() -> client.move(next, false));
      held.start();
      held.awaitUntil(() -> github.faults().held() == 1);
      assertThat(held.isDone()).isFalse();
      assertThat(ada.head()).contains(moment == Moment.BEFORE ? head : next);
      github.faults().release();
      assertThat(held.result().status()).isEqualTo(200);
    }
  }

  @Test
  void aSlowAnswerComesLater() {
    seed();
    github.faults().next(Fault.slow(Duration.ofMillis(50)));
    long start = System.nanoTime();
    assertThat(client.get("").status()).isEqualTo(200);
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(50).toNanos());
  }

  @Test
  void anAnswerMayBeStaleOnce() {
    String head = seed();
    String next = client.write("a", "1");
    github.faults().next(Fault.stale());
    assertThat(headOfMain()).isEqualTo(head);
    assertThat(headOfMain()).isEqualTo(next);
  }

  /** A first commit that the readers have known for long. */
  private String settled() {
    String head = seed();
    assertThat(headOfMain()).isEqualTo(head);
    clock.advance(Duration.ofHours(1));
    return head;
  }

  private String headOfMain() {
    return new String(
        client.get("commits/main", "Accept", "application/vnd.github.sha").body(), UTF_8);
  }

  @Test
  void readsAreStaleForAWhileWhateverTheyRead() {
    String head = settled();
    github.faults().staleReadsFor(Duration.ofSeconds(3));
    String next = client.write("a", "1");
    clock.advance(Duration.ofMillis(2_999));
    assertThat(headOfMain()).isEqualTo(head);
    assertThat(client.get("git/ref/heads/main").text("/object/sha")).isEqualTo(head);
    assertThat(client.get("git/matching-refs/heads/main").text("/0/object/sha")).isEqualTo(head);
    assertThat(client.get("branches/main").text("/commit/sha")).isEqualTo(head);
    assertThat(client.get("commits").text("/0/sha")).isEqualTo(head);
    assertThat(client.get("contents/a").status()).isEqualTo(404);
    assertThat(client.get("contents/a?ref=" + next).status()).isEqualTo(200);
    assertThat(client.get("compare/main..." + next).text("/status")).isEqualTo("ahead");
    clock.advance(Duration.ofMillis(1));
    assertThat(headOfMain()).isEqualTo(next);
    assertThat(client.get("contents/a").status()).isEqualTo(200);
  }

  @Test
  void aStaleReaderStillCannotOverwrite() {
    String head = settled();
    github.faults().staleReadsFor(Duration.ofSeconds(3));
    client.write("a", "1");
    String late = client.commit(client.treeOf(head), head, "late").sha();
    assertThat(client.move(late, false).message()).isEqualTo("Update is not a fast forward");
  }

  @Test
  void aNewBranchIsNotSeenAtOnce() {
    String head = seed();
    github.faults().staleReadsFor(Duration.ofSeconds(3));
    client.post("git/refs", Map.of("ref", "refs/heads/new", "sha", head));
    assertThat(client.get("git/ref/heads/new").status()).isEqualTo(404);
    clock.advance(Duration.ofSeconds(3));
    assertThat(client.get("git/ref/heads/new").status()).isEqualTo(200);
    client.send("DELETE", "git/refs/heads/new", null);
    assertThat(client.get("git/ref/heads/new").status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(3));
    assertThat(client.get("git/ref/heads/new").status()).isEqualTo(404);
  }

  @Test
  void randomFaultsComeWithTheirProbability() {
    seed();
    github.faults().randomly(0.3, new Random(42), Fault.badGateway(Moment.BEFORE));
    int bad = 0;
    for (int i = 0; i < 200; i++) {
      bad += client.get("").status() == 502 ? 1 : 0;
    }
    assertThat(bad).isBetween(30, 90);
    github.faults().clear();
    assertThat(client.get("").status()).isEqualTo(200);
  }

  @Test
  void everyRequestIsWrittenDown() {
    seed();
    github.requests().clear();
    client.get("git/ref/heads/main?x=1");
    client.post("git/blobs", Map.of("content", "x"));
    assertThat(github.requests().count()).isEqualTo(2);
    assertThat(github.requests().count(one -> one.line().isWrite())).isEqualTo(1);
    List<LoggedRequest> all = github.requests().all();
    assertThat(all.get(0)).asString().startsWith("GET /repos/acme/settings/git/ref/heads/main?x=1");
    assertThat(all.get(1).status()).isEqualTo(201);
    assertThat(all.get(1).line().targets("git/blobs")).isTrue();
    assertThat(all.get(1).requestBytes()).isEqualTo(15);
  }

  @Test
  void wrongSettingsAreRefused() {
    Faults faults = github.faults();
    for (Runnable wrong :
        List.<Runnable>of(
            () -> faults.randomly(1.1, new Random(), Fault.stale()),
            () -> faults.staleReadsFor(Duration.ofMillis(-1)),
            () -> faults.truncateTreesAt(-1))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
