package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Client.Response;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.PersonCommits.LoggedCommit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several clients and a person at once, with faults; the repository is sound, and nothing is lost.
 */
class RandomRunTest extends EmulatorCase {
  private static final int CLIENTS = 3;
  private static final int COMMITS_EACH = 8;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whatWasAcknowledgedIsInTheHistory(long seed) throws Exception {
    seed();
    Faults faults = github.faults();
    faults.randomly(0.05, new Random(seed), Fault.badGateway(Moment.BEFORE));
    faults.randomly(0.05, new Random(seed + 1), Fault.badGateway(Moment.AFTER));
    faults.randomly(0.02, new Random(seed + 2), Fault.cut(Moment.AFTER));
    faults.randomly(0.05, new Random(seed + 3), Fault.secondaryLimitWithoutHeaders());
    faults.randomly(0.10, new Random(seed + 4), Fault.stale());
    faults.staleReadsFor(Duration.ofMillis(1));
    run(seed);
    List<String> history = ada.history().stream().map(LoggedCommit::id).toList();
    assertThat(history).containsAll(told).doesNotHaveDuplicates();
    assertThat(told).hasSize((CLIENTS + 1) * COMMITS_EACH);
  }

  private void run(long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        all.add(threads.submit(() -> write(number)));
      }
      all.add(threads.submit(() -> edit(new Random(seed))));
      for (Future<?> one : all) {
        one.get(120, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void edit(Random random) {
    for (int i = 0; i < COMMITS_EACH; i++) {
      told.add(ada.edit().write("person/" + random.nextInt(5), "p" + i).commit());
    }
  }

  private void write(int number) {
    for (int i = 0; i < COMMITS_EACH; i++) {
      String content = "c" + number + " " + i;
      while (!tryWrite("client" + number + "/" + i % 4, content)) {
        clock.advance(Duration.ofMillis(1));
      }
    }
  }

  /** One commit through the API; false if it did not come about, as far as anyone knows. */
  private boolean tryWrite(String path, String content) {
    try {
      String head = ok(client.get("git/ref/heads/main")).text("/object/sha");
      String base = ok(client.get("git/commits/" + head)).text("/tree/sha");
      String tree = ok(client.tree(base, List.of(Client.file(path, content)))).sha();
      String commit = ok(client.commit(tree, head, content)).sha();
      ok(client.move(commit, false));
      told.add(commit);
      return true;
    } catch (UncheckedIOException | IllegalStateException e) {
      return false;
    }
  }

  private static Response ok(Response answer) {
    if (answer.status() >= 300) {
      throw new IllegalStateException(answer.status() + " " + answer.message());
    }
    return answer;
  }
}
