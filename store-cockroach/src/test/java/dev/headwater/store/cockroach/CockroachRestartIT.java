package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.servers.SqlServer;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import dev.headwater.store.spi.StoreUri;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The server dies without warning and comes back: what was acknowledged is there, and fed. */
class CockroachRestartIT {

  @Test
  void nothingAcknowledgedIsLostAndAFeedKeepsItsPlace() {
    try (SqlServer server = SqlServer.find();
        CockroachStore store = open(server)) {
      try (Feed feed = store.feed(FeedRequest.after(store.head()))) {
        Set<Entry> acknowledged = new HashSet<>();
        for (int round = 0; round < 2; round++) {
          for (int i = 0; i < 50; i++) {
            Entry entry = value("r%d/%02d".formatted(round, i), 1, "x");
            MergeOutcome outcome = store.merge(Write.of(entry));
            assertThat(outcome.isHeld()).isTrue();
            acknowledged.add(entry);
          }
          if (server.isLocal()) {
            server.restart();
            awaitServed(store);
          }
        }
        assertThat(store.readAll(acknowledged.stream().map(Entry::key).toList()).entries().values())
            .containsExactlyInAnyOrderElementsOf(acknowledged);
        Set<Entry> seen = new HashSet<>();
        for (int i = 0; i < 100 && seen.size() < acknowledged.size(); i++) {
          FeedPage page = feed.poll(Duration.ofMillis(200));
          assertThat(page.continuity()).isEqualTo(FeedPage.Continuity.CONTINUOUS);
          seen.addAll(page.entries());
        }
        assertThat(seen).isEqualTo(acknowledged);
      }
    }
  }

  /* Operations fail by themselves until the server serves again. */
  private static void awaitServed(CockroachStore store) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        store.head();
        return;
      } catch (StoreException e) {
        assertThat(System.nanoTime()).as("served in time: %s", e).isLessThan(end);
      }
    }
  }

  private static CockroachStore open(SqlServer server) {
    String table = "restart" + ProcessHandle.current().pid();
    String separator = server.uri().contains("?") ? "&" : "?";
    String password = server.password();
    return CockroachStore.open(
        CockroachStoreConfig.of(
            StoreUri.parse(server.uri() + separator + "table=" + table),
            password == null ? Map.of() : Map.of(CockroachStoreConfig.PASSWORD_VARIABLE, password)),
        InstantSource.system());
  }
}
