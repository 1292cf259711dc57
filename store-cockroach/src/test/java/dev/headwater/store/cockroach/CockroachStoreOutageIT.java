package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.servers.FaultProxy;
import dev.headwater.servers.FaultProxy.Direction;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break, a network that swallows everything, a server that restarts. */
@Tag("long")
class CockroachStoreOutageIT {

  /** What a machine may add that has other things to do. */
  private static final long BUSY_MILLIS = 2_000;

  private final SqlTable table = new SqlTable();
  private final FaultProxy proxy =
      FaultProxy.inFrontOf(table.server().host(), table.server().port());

  @AfterEach
  void close() {
    proxy.close();
    table.close();
  }

  private CockroachStore open(String... parameters) {
    return CockroachStore.open(
        table.configAt("127.0.0.1", proxy.port(), parameters), InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100, 50_000, 200_000})
  void aConnectionCutAmidABatchLosesNothing(long bytes) {
    List<Entry> entries = values("k", 3_000, 1);
    try (CockroachStore store = open("pool=2")) {
      store.head();
      proxy.cutAfterBytes(Direction.TO_SERVER, bytes);
      assertThat(store.mergeAll(Batch.of(entries))).allMatch(MergeOutcome::isHeld);
      proxy.cutAfterBytes(Direction.TO_CLIENT, bytes);
      assertThat(store.readAll(keys(entries)).entries().values())
          .containsExactlyInAnyOrderElementsOf(entries);
      assertThat(store.mergeAll(Batch.of(entries))).allMatch(MergeOutcome::isHeld);
    }
  }

  @Test
  void anAnswerThatNeverArrivesIsAskedForAgain() {
    try (CockroachStore store = open("pool=1")) {
      store.head();
      for (int i = 1; i <= 5; i++) {
        proxy.cutAfterBytes(Direction.TO_CLIENT, 0);
        assertThat(store.merge(Write.of(value("a", i, "x"))).isHeld()).isTrue();
      }
      assertThat(store.read(Key.of("a"))).isEqualTo(value("a", 5, "x"));
    }
  }

  @Test
  void sessionsThatTheServerEndsAreReplaced() {
    try (CockroachStore store = open("pool=3")) {
      for (int i = 1; i <= 5; i++) {
        store.merge(Write.of(value("a", i, "x")));
        table.server().cutConnections();
      }
      assertThat(store.read(Key.of("a"))).isEqualTo(value("a", 5, "x"));
    }
  }

  @Test
  void aNetworkThatSwallowsEverythingEndsEveryCallInTime() {
    try (CockroachStore store = open("pool=2", "timeout=700ms")) {
      store.merge(Write.of(value("a", 1, "x")));
      proxy.blackhole();
      requireInTime(store, StoreUnavailableException.class, () -> store.read(Key.of("a")));
      requireInTime(store, StoreException.class, () -> store.merge(Write.of(value("a", 2, "y"))));
      requireInTime(store, StoreException.class, store::head);
      proxy.flow();
      assertThat(store.merge(Write.of(value("a", 3, "z"))).isHeld()).isTrue();
    }
  }

  @Test
  void aLargeWriteIntoASwallowingNetworkIsUnknownInTime() {
    try (CockroachStore store = open("pool=1", "timeout=700ms")) {
      store.head();
      proxy.blackhole();
      requireInTime(
          store,
          OutcomeUnknownException.class,
          () -> store.merge(Write.of(sized("a", 1, 8 * 1024 * 1024))));
      proxy.flow();
    }
  }

  @Test
  void aServerThatIsAwayAtOpeningIsUsedWhenItComes() {
    proxy.refuse();
    try (CockroachStore store = open()) {
      assertThatThrownBy(() -> store.read(Key.of("a")))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(store.name()).contains("?(");
      proxy.accept();
      assertThat(store.read(Key.of("a"))).isNull();
      assertThat(store.name()).startsWith(table.dialect().title() + "(");
    }
  }

  @Test
  void aFeedGoesOnAfterAnOutageWithoutAGap() {
    try (CockroachStore store = open("timeout=2s");
        CockroachStore writer = CockroachStore.open(table.config(), InstantSource.system());
        Feed feed = store.feed(FeedRequest.after(store.head()))) {
      writer.merge(Write.of(value("a", 1, "x")));
      Set<Entry> seen = new HashSet<>(feed.poll(Duration.ofSeconds(10)).entries());
      proxy.refuse();
      proxy.cutAll();
      writer.merge(Write.of(value("b", 1, "x")));
      assertThatThrownBy(() -> feed.poll(Duration.ofMillis(10)))
          .isInstanceOf(StoreUnavailableException.class);
      proxy.accept();
      FeedPage page = feed.poll(Duration.ofSeconds(10));
      seen.addAll(page.entries());
      assertThat(page.continuity()).isEqualTo(FeedPage.Continuity.CONTINUOUS);
      assertThat(seen).contains(value("a", 1, "x"), value("b", 1, "x"));
    }
  }

  private static void requireInTime(
      CockroachStore store, Class<? extends Throwable> error, Runnable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call::run).isInstanceOf(error);
    long millis = (System.nanoTime() - start) / 1_000_000;
    long most = store.capabilities().limits().timeoutMillis() + BUSY_MILLIS;
    assertThat(millis).isLessThanOrEqualTo(most);
  }

  private static List<Key> keys(List<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }
}
