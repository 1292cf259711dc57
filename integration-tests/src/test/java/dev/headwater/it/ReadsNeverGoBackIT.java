package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three chains with a memory each, as three processes have, over one etcd and one SQL: what each of
 * them reads never goes back, and is not older than what it wrote, while memories forget, etcd is
 * killed and SQL is cut off.
 */
@Tag("long")
class ReadsNeverGoBackIT {

  private static final int CHAINS = 3;
  private static final int ROUNDS = 2;

  private final FragileServers servers = new FragileServers();
  private final String name = Servers.freshName();
  private final List<Walker> walkers = new ArrayList<>();
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  @AfterEach
  void close() {
    walkers.forEach(walker -> walker.chain.close());
    servers.close();
  }

  private static Key key(int of) {
    return Key.of("of/" + of);
  }

  /** Counts one key up, and reads it and those of the others. */
  private final class Walker extends Thread {
    private final int number;
    private final LiveChain chain =
        new LiveChain(servers.etcdUri(name), FragileServers.impatient(servers.sqlUri(name)));
    private final Map<Key, Integer> floors = new ConcurrentHashMap<>(); // written or read
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();
    private int count;

    Walker(int number) {
      super("walker-" + number);
      this.number = number;
    }

    @Override
    public void run() {
      while (!ended) {
        write();
        for (int of = 0; of < CHAINS; of++) {
          read(key(of));
        }
        if (tries.incrementAndGet() % 5 == 0) {
          forget();
        }
      }
    }

    private void write() {
      count++;
      try {
        chain.texts.put(key(number), Integer.toString(count));
        floors.put(key(number), count);
        written.incrementAndGet();
      } catch (StoreException e) {
        // It may be there or not, and was not acknowledged.
      }
    }

    private void read(Key key) {
      try {
        String text = chain.texts.get(key);
        int value = text == null ? 0 : Integer.parseInt(text);
        int floor = floors.getOrDefault(key, 0);
        if (value < floor) {
          wrongs.add("%s: %s was %d and is read as %d".formatted(getName(), key, floor, value));
        }
        floors.put(key, value);
        read.incrementAndGet();
      } catch (StoreException e) {
        // Nobody could be asked, and nothing was made up.
      }
    }

    private void forget() {
      for (int of = 0; of < CHAINS; of++) {
        Entry held = chain.memory.read(key(of));
        if (held != null) {
          chain.memory.purge(List.of(Purge.of(held)));
        }
      }
    }

    /** What it reads, or -1 if nobody can be asked yet. */
    int value(Key key) {
      try {
        String text = chain.texts.get(key);
        return text == null ? 0 : Integer.parseInt(text);
      } catch (StoreException e) {
        return -1;
      }
    }
  }

  @Test
  void whileMemoriesForgetEtcdIsKilledAndSqlIsCutOff() throws Exception {
    for (int number = 0; number < CHAINS; number++) {
      walkers.add(new Walker(number));
    }
    walkers.forEach(Thread::start);
    for (int round = 0; round < ROUNDS; round++) {
      awaitSteps(10);
      servers.etcd.kill(0);
      awaitSteps(5);
      servers.sql.refuse();
      servers.sql.cutAll();
      awaitSteps(1);
      servers.etcd.restart(0);
      awaitSteps(1);
      servers.sql.accept();
      awaitSteps(5);
    }
    ended = true;
    for (Walker walker : walkers) {
      walker.join(30_000);
    }

    assertThat(wrongs).isEmpty();
    assertThat(walkers).allSatisfy(w -> assertThat(w.written.get()).isGreaterThan(ROUNDS * 5));
    assertThat(walkers).allSatisfy(w -> assertThat(w.read.get()).isGreaterThan(ROUNDS * 15));
    walkers.forEach(writer -> Await.until(() -> allRead(writer)));
  }

  private void awaitSteps(int more) {
    for (Walker walker : walkers) {
      int end = walker.tries.get() + more;
      Await.until(() -> walker.tries.get() >= end);
    }
  }

  private boolean allRead(Walker writer) {
    Key key = key(writer.number);
    int newest = writer.value(key);
    return newest >= writer.floors.getOrDefault(key, 0)
        && walkers.stream().allMatch(reader -> reader.value(key) == newest);
  }
}
