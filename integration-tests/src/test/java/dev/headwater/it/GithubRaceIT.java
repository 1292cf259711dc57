package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.Faults;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Store;
import dev.headwater.store.typed.TypedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several processes with chains down to GitHub and a person write at once, and everything goes
 * wrong on the way to GitHub: nothing is lost, doubled or brought back, and all come to the same.
 */
@Tag("long")
class GithubRaceIT {

  private static final int PROCESSES = 3;
  private static final int ROUNDS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void allComeToTheSameAndNothingIsLost(long seed) throws InterruptedException {
    String name = Servers.freshName();
    Path repository = directory.resolve("data.git");
    List<DeepChain> chains = new ArrayList<>();
    try (GithubEmulator github = GithubEmulator.over(repository).start();
        Store fresh = Servers.open(Servers.githubUri(github))) {
      for (int i = 0; i < PROCESSES; i++) {
        chains.add(DeepChain.open(name, github));
      }
      chains.get(0).texts.put(Key.of("both.txt"), "begin");
      goWrong(github.faults(), new Random(seed));
      race(chains, github.person("Ada", "ada@example.org"), seed);
      github.faults().clear();
      for (DeepChain chain : chains) {
        assertThat(chain.chain.outbox().flush(PATIENCE)).as("seed %d", seed).isTrue();
      }
      Await.until(() -> contents(fresh).equals(contents(chains.get(0).sql)));
      requireAll(chains, contents(fresh));
      requireFiles(contents(fresh), github.person("Eve", "eve@example.org"));
    } finally {
      chains.forEach(DeepChain::close);
    }
    GitClone.check(repository);
  }

  /* Limits say for how long: one that does not costs a minute, in which nothing is sent. */
  private static void goWrong(Faults faults, Random random) {
    faults.randomly(0.04, random, Fault.badGateway(Moment.BEFORE));
    faults.randomly(0.04, random, Fault.badGateway(Moment.AFTER));
    faults.randomly(0.02, random, Fault.cut(Moment.BEFORE));
    faults.randomly(0.02, random, Fault.cut(Moment.AFTER));
    faults.randomly(0.05, random, Fault.slow(Duration.ofMillis(50)));
    faults.randomly(0.10, random, line -> !line.isWrite(), Fault.stale());
    faults.randomly(0.01, random, Fault.secondaryLimit(Duration.ofSeconds(1)));
    faults.staleReadsFor(Duration.ofMillis(100));
  }

  private static void race(List<DeepChain> chains, PersonCommits ada, long seed)
      throws InterruptedException {
    Map<Thread, Throwable> failures = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < chains.size(); i++) {
      int number = i;
      threads.add(new Thread(() -> write(chains.get(number).texts, number)));
    }
    threads.add(new Thread(() -> edit(ada, new Random(seed))));
    for (Thread thread : threads) {
      thread.setUncaughtExceptionHandler(failures::put);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(failures).isEmpty();
  }

  private static void write(TypedStore<String> texts, int number) {
    for (int round = 1; round <= ROUNDS; round++) {
      texts.put(Key.of("own/%d/%d.txt".formatted(number, round % 5)), "round " + round);
      texts.put(Key.of("both.txt"), "round %d of %d".formatted(round, number));
      texts.putAllAtomically(
          Map.of(
              Key.of("pair/%d/a".formatted(number)), "" + round,
              Key.of("pair/%d/b".formatted(number)), "" + round));
      texts.put(Key.of("gone/%d/%d".formatted(number, round)), "x");
      texts.delete(Key.of("gone/%d/%d".formatted(number, round)));
    }
  }

  private static void edit(PersonCommits ada, Random random) {
    for (int round = 1; round <= ROUNDS; round++) {
      ada.edit()
          .write("ada/%d.txt".formatted(round), "edit " + round)
          .write("ada/last.txt", "edit " + round)
          .write("both.txt", "edit " + round)
          .at(Instant.now().plusSeconds(random.nextInt(20) - 10))
          .commit();
      ada.edit().write("ada/gone.txt", "x" + round).commit();
      ada.edit().delete("ada/gone.txt").commit();
    }
  }

  private static Map<Key, Entry> contents(Store store) {
    Map<Key, Entry> contents = new TreeMap<>();
    try (EntryCursor cursor = store.list(ListRequest.all(""))) {
      Page page;
      do {
        page = cursor.next();
        page.entries().forEach(entry -> contents.put(entry.key(), entry));
      } while (!page.last());
    }
    return contents;
  }

  private static void requireAll(List<DeepChain> chains, Map<Key, Entry> contents) {
    Map<String, String> live = new TreeMap<>();
    contents.forEach((key, entry) -> live.put(key.text(), DeepChain.text(entry)));
    live.values().removeIf("deleted"::equals);
    String both = live.remove("both.txt");
    assertThat(live).isEqualTo(expected());
    for (DeepChain chain : chains) {
      live.forEach((key, text) -> Await.until(() -> text.equals(chain.texts.get(Key.of(key)))));
      Await.until(() -> Objects.equals(chain.texts.get(Key.of("both.txt")), both));
      Await.until(() -> chain.texts.get(Key.of("ada/gone.txt")) == null);
      assertThat(chain.told).noneMatch(told -> told.startsWith("failed"));
      assertThat(chain.events).noneMatch(event -> event.startsWith("dead"));
    }
  }

  private static Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    for (int number = 0; number < PROCESSES; number++) {
      for (int round = ROUNDS - 4; round <= ROUNDS; round++) {
        expected.put("own/%d/%d.txt".formatted(number, round % 5), "round " + round);
      }
      expected.put("pair/%d/a".formatted(number), "" + ROUNDS);
      expected.put("pair/%d/b".formatted(number), "" + ROUNDS);
    }
    for (int round = 1; round <= ROUNDS; round++) {
      expected.put("ada/%d.txt".formatted(round), "edit " + round);
    }
    expected.put("ada/last.txt", "edit " + ROUNDS);
    return expected;
  }

  private static void requireFiles(Map<Key, Entry> contents, PersonCommits eve) {
    List<String> live = new ArrayList<>();
    contents.forEach(
        (key, entry) -> {
          if (!entry.isTombstone()) {
            live.add(key.text());
            assertThat(eve.file(key.text()).orElseThrow()).isEqualTo(entry.value().sharedBytes());
          }
        });
    assertThat(eve.files())
        .filteredOn(path -> !path.startsWith(".headwater/"))
        .containsExactlyInAnyOrderElementsOf(live);
  }
}
