package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscriber;
import dev.headwater.store.typed.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two chains over the same servers, each with a memory of its own, as two processes have. */
class TwoProcessesIT {

  private static final Key A = Key.of("a");

  private final String name = Servers.freshName();
  private final LiveChain here = chain();
  private final LiveChain there = chain();

  private LiveChain chain() {
    return new LiveChain(Servers.etcdUri(name), Servers.sqlUri(name)).following();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void aWriteInOneIsSoonInTheMemoryOfTheOther() {
    here.texts.put(A, "old");
    assertThat(there.texts.get(A)).isEqualTo("old");

    here.texts.put(A, "young");

    Await.until(() -> "young".equals(there.texts.get(A)));
    assertThat(Objects.requireNonNull(there.memory.read(A)).stamp())
        .isEqualTo(Objects.requireNonNull(here.sql.read(A)).stamp());
  }

  @Test
  void aDeleteInOneIsSoonSeenInTheOther() {
    here.texts.put(A, "old");
    assertThat(there.texts.get(A)).isEqualTo("old");

    here.texts.delete(A);

    Await.until(() -> there.texts.get(A) == null);
  }

  @Test
  void aWriteToSqlAloneReachesEtcdAndEveryMemory() {
    here.texts.put(A, "old");
    assertThat(there.texts.get(A)).isEqualTo("old");
    try (var direct = Servers.open(Servers.sqlUri(name))) {
      dev.headwater.store.typed.TypedStore.of(
              direct,
              dev.headwater.store.codec.Codecs.utf8(),
              dev.headwater.store.clock.HybridClock.system())
          .put(A, "young");
    }

    Await.until(() -> "young".equals(there.texts.get(A)));
    Await.until(
        () ->
            Objects.requireNonNull(there.etcd.read(A))
                .equals(Objects.requireNonNull(there.sql.read(A))));
  }

  @Test
  void incrementsOfBothAreCounted() throws Exception {
    Thread other = new Thread(() -> increment(there, 50));
    other.start();
    increment(here, 50);
    other.join(60_000);

    assertThat(here.sql.read(A)).isNotNull();
    Await.until(() -> "100".equals(here.texts.get(A)) && "100".equals(there.texts.get(A)));
  }

  private static void increment(LiveChain chain, int times) {
    for (int i = 0; i < times; i++) {
      chain.texts.update(A, n -> n == null ? "1" : "" + (Integer.parseInt(n) + 1));
    }
  }

  @Test
  void aSubscriberIsToldOfBothProcessesWrites() {
    List<String> told = new CopyOnWriteArrayList<>();
    try (Background background = Background.daemon("subscriber");
        Subscription ignored = there.texts.subscribe("", Start.NOW, new Told(told), background)) {
      Await.until(
          () -> { // a subscription begins when its feed is open: write until the first is told
            here.texts.put(Key.of("begin"), "x");
            return !told.isEmpty();
          });
      here.texts.put(A, "one");
      there.texts.put(A, "two");
      there.texts.delete(A);

      Await.until(() -> told.contains("a=null"));
    }
  }

  private record Told(List<String> told) implements Subscriber<String> {
    @Override
    public void changed(Change<String> change) {
      told.add(change.key() + "=" + change.value());
    }

    @Override
    public void failed(StoreException error) {
      told.add("failed " + error.getMessage());
    }
  }
}
