package dev.headwater.store.github;

import static dev.headwater.store.github.GithubStoreTest.list;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.store.Entry;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes and a person write at once: nothing is lost, doubled or brought back. */
@Tag("long")
class RacesTest extends RepositoryCase {

  private static final int WRITES = 12;

  private volatile boolean done;
  private final AtomicInteger squashes = new AtomicInteger();

  @Test
  void twoProcessesAndAPersonLoseNothing() throws InterruptedException {
    race(2, true);
    requireAll(2, true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void threeProcessesAndAPersonLoseNothingUnderFaults(long seed) throws InterruptedException {
    Random random = new Random(seed);
    repository.open(Repository.EAGER).merge(Write.of(value("begin", 1, "x")));
    var faults = repository.github.faults();
    faults.randomly(0.05, random, Fault.badGateway(Fault.Moment.AFTER));
    faults.randomly(0.05, random, Fault.badGateway(Fault.Moment.BEFORE));
    faults.randomly(0.03, random, Fault.cut(Fault.Moment.AFTER));
    faults.randomly(0.10, random, line -> !line.isWrite(), Fault.stale());
    Thread squasher = new Thread(this::squashNowAndThen);
    squasher.setDaemon(true);
    squasher.start();
    race(3, true);
    faults.clear();
    done = true;
    squasher.join(60_000);
    assertThat(squasher.isAlive()).isFalse();
    assertThat(squashes.get()).isPositive();
    requireAll(3, true);
  }

  private void squashNowAndThen() {
    GithubStore store = repository.open(Repository.EAGER);
    while (!done) {
      try {
        store.squash().ifPresent(one -> squashes.incrementAndGet());
      } catch (OutcomeUnknownException | StoreUnavailableException e) {
        LockSupport.parkNanos(1_000_000); // others, and faults
      }
      LockSupport.parkNanos(300_000_000);
    }
  }

  private void race(int processes, boolean person) throws InterruptedException {
    Map<Thread, Throwable> failures = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      int number = process;
      threads.add(new Thread(() -> write(repository.open(Repository.EAGER), number)));
    }
    if (person) {
      threads.add(new Thread(() -> edit(repository.ada())));
    }
    for (Thread thread : threads) {
      thread.setUncaughtExceptionHandler(failures::put);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(120_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(failures).isEmpty();
  }

  private static void write(Store store, int process) {
    for (int i = 1; i <= WRITES; i++) {
      persist(store, value("own/" + process + "/" + i, 1, "x"));
      if (i % 4 == 0) {
        persist(store, sized("own/" + process + "/" + i + ".bin", 1, 100 + i));
      }
      persist(store, value(Entries.key("shared"), Entries.stamp(i, process + 1), "x" + process));
    }
  }

  /* Repeats a write until it is known what became of it, as a chain does. */
  private static void persist(Store store, Entry entry) {
    int failures = 0;
    while (failures < 20) {
      try {
        store.merge(Write.of(entry));
        return;
      } catch (OutcomeUnknownException | StoreUnavailableException e) {
        failures++;
      }
    }
    throw new AssertionError("it failed %d times: %s".formatted(failures, entry));
  }

  private static void edit(PersonCommits ada) {
    for (int i = 1; i <= WRITES; i++) {
      ada.edit()
          .write("ada/" + i + ".txt", "edit " + i)
          .write("ada/last.txt", "edit " + i)
          .commit();
    }
  }

  private void requireAll(int processes, boolean person) {
    List<Entry> cold = list(repository.open(Repository.EAGER));
    List<String> keys = cold.stream().map(entry -> entry.key().text()).toList();
    for (int process = 0; process < processes; process++) {
      for (int i = 1; i <= WRITES; i++) {
        assertThat(keys).contains("own/" + process + "/" + i);
      }
    }
    Entry shared = entry(cold, "shared");
    assertThat(shared.stamp()).isEqualTo(Entries.stamp(WRITES, processes));
    if (person) {
      assertThat(Entries.text(entry(cold, "ada/last.txt"))).isEqualTo("edit " + WRITES);
      assertThat(keys).contains("ada/1.txt", "ada/" + WRITES + ".txt");
    }
    for (Entry entry : cold) {
      assertThat(repository.ada().file(entry.key().text()))
          .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(entry.value().sharedBytes()));
    }
  }

  private static Entry entry(List<Entry> entries, String key) {
    return entries.stream()
        .filter(entry -> entry.key().text().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
