package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Mark;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** watch. */
class WatchTest {

  private final Cli cli = new Cli();

  @Test
  void fromTheStartItTellsWhatIsThere() {
    TestStores.hold("watch-start", Entries.value("a", 1, "v"), Entries.tombstone("b", 2));

    Cli.Result result =
        cli.run("watch", "test:watch-start", "--from-start", "--count", "2", "--json")
            .ended(ExitCode.OK);

    List<JsonNode> objects = result.json();
    assertThat(objects)
        .extracting(object -> object.get("type").asText())
        .containsExactlyInAnyOrder("watching", "change", "change", "summary");
    assertThat(result.summary().get("changes").asInt()).isEqualTo(2);
    assertThat(result.out()).contains("\"key\":\"a\"", "\"key\":\"b\"", "\"deleted\":true");
  }

  @Test
  void itTellsWhatChangesFromNowOnUnderThePrefix() {
    TestStores.hold("watch-now", Entries.value("p/before", 1, "v"));
    TestStores.fail(
        "watch-now",
        faults ->
            faults.runAfter(
                Operation.POLL,
                () ->
                    TestStores.hold(
                        "watch-now", Entries.value("p/x", 2, "v"), Entries.value("q", 2, "v"))));

    Cli.Result result = cli.run("watch", "test:watch-now", "p/", "--count", "1").ended(ExitCode.OK);

    assertThat(result.lines()).hasSize(1);
    assertThat(result.out()).endsWith(" 1  p/x\n");
    assertThat(result.err()).contains("watching");
  }

  @Test
  void itGoesOnWhenTheStoreIsBack() {
    TestStores.fail(
        "watch-back",
        faults -> {
          faults.failNth(Operation.POLL, 2);
          faults.runBefore(
              Operation.POLL, () -> TestStores.hold("watch-back", Entries.value("k", 1, "v")));
        });

    Cli.Result result = cli.run("watch", "test:watch-back", "--count", "1").ended(ExitCode.OK);

    assertThat(result.lines()).hasSize(1);
    assertThat(result.out()).endsWith(" 1  k\n");
  }

  @Test
  void anOutageIsToldOnceAndItsEndToo() {
    TestStores.fail(
        "watch-outage",
        faults -> {
          Runnable hook =
              new Runnable() {
                private int polls;

                @Override
                public void run() {
                  polls++;
                  if (polls == 2) {
                    faults.failBefore(Operation.POLL, 3);
                  }
                  if (polls == 6) {
                    TestStores.hold("watch-outage", Entries.value("k", 1, "v"));
                  }
                }
              };
          faults.runBefore(Operation.POLL, hook);
        });

    Cli.Result result = cli.run("watch", "test:watch-outage", "--count", "1").ended(ExitCode.OK);

    assertThat(result.err().lines().filter(line -> line.contains("waiting for it"))).hasSize(1);
    assertThat(result.err().lines().filter(line -> line.contains("is back"))).hasSize(1);
    assertThat(result.lines()).hasSize(1);
  }

  @Test
  void aStoreThatIsAwayAtTheStartIsAnError() {
    TestStores.fail("watch-dead", faults -> faults.down());

    cli.run("watch", "test:watch-dead").ended(ExitCode.UNAVAILABLE).withOneLine("watch-dead");
  }

  @Test
  void itEndsAfterItsTime() {
    // The manual clock stands still, so only a poll can let the time pass.
    TestStores.fail(
        "watch-for",
        faults -> faults.runBefore(Operation.POLL, () -> cli.clock.advance(Duration.ofSeconds(2))));

    Cli.Result result =
        cli.run("watch", "test:watch-for", "--for", "3s", "--json").ended(ExitCode.OK);

    assertThat(result.summary().get("changes").asInt()).isZero();
  }

  @Test
  void aFeedThatLostItsPlaceIsTold() {
    TestStores.hold("watch-lost", Entries.value("k", 1, "v"));
    TestStores.fail("watch-lost", faults -> faults.restartFeed());

    Cli.Result result = cli.run("watch", "test:watch-lost", "--count", "1").ended(ExitCode.OK);

    assertThat(result.err()).contains("lost its place");
    assertThat(result.out()).endsWith(" 1  k\n");
  }

  @Test
  void currentValuesComeFirstAndAreNotRepeated() {
    TestStores.hold(
        "watch-current",
        Entries.value("k/1", 1, "v"),
        Entries.tombstone("k/2", 2),
        Entries.value("k/3", 3, "v"),
        Entries.value("other", 3, "v"));
    TestStores.fail(
        "watch-current",
        faults ->
            faults.runAfter(
                Operation.PAGE,
                () ->
                    TestStores.hold(
                        "watch-current",
                        Entries.value("k/1", 9, "newer"),
                        Entries.tombstone("k/3", 9))));

    Cli.Result result =
        cli.run("watch", "test:watch-current", "k/", "--current", "--count", "4")
            .ended(ExitCode.OK);

    assertThat(result.lines()).hasSize(4);
    assertThat(result.lines().get(0)).endsWith(" 1  k/1");
    assertThat(result.lines().get(1)).endsWith(" 1  k/3");
    assertThat(result.lines().subList(2, 4))
        .anyMatch(line -> line.endsWith(" 5  k/1"))
        .anyMatch(line -> line.endsWith("deleted  k/3"));
  }

  @Test
  void oneKeyIsWatchedWithoutThoseThatStartWithIt() {
    TestStores.hold("watch-key", Entries.value("k", 1, "v"), Entries.value("k/1", 1, "v"));
    TestStores.fail(
        "watch-key",
        faults ->
            faults.runBefore(
                Operation.POLL,
                () ->
                    TestStores.hold(
                        "watch-key", Entries.value("k/1", 2, "v"), Entries.value("k", 2, "vv"))));

    Cli.Result result =
        cli.run("watch", "test:watch-key", "--key", "k", "--current", "--count", "1")
            .ended(ExitCode.OK);

    assertThat(result.lines()).hasSize(1);
    assertThat(result.out()).endsWith(" 2  k\n");
  }

  @Test
  void whatExcludesEachOtherIsWrongUsage() {
    cli.run("watch", "test:watch-usage", "p/", "--key", "k")
        .ended(ExitCode.USAGE)
        .withOneLine("--key and PREFIX");
    cli.run("watch", "test:watch-usage", "--current", "--from-start")
        .ended(ExitCode.USAGE)
        .withOneLine("--current and --from-start");
  }

  @Test
  void aWithdrawalIsShownAndWhatTheStoreHoldsInstead() {
    FeedPage first =
        page(List.of(Entries.value("k", 1, "held")), List.of(), Continuity.CONTINUOUS, null);
    FeedPage mine =
        page(List.of(Entries.value("k", 5, "mine")), List.of(), Continuity.CONTINUOUS, null);
    FeedPage withdrawn =
        page(
            List.of(Entries.value("k", 1, "held")),
            List.of(Entries.value("k", 5, "mine")),
            Continuity.CONTINUOUS,
            null);
    TestStores.wrap("watch-withdrawn", store -> new Scripted(store, first, mine, withdrawn));

    Cli.Result result =
        cli.run("watch", "test:watch-withdrawn", "--count", "3", "--json").ended(ExitCode.OK);

    assertThat(result.json())
        .extracting(object -> object.get("type").asText())
        .containsExactly("change", "watching", "change", "withdrawn", "change", "summary");
    assertThat(cli.run("watch", "test:watch-withdrawn", "--count", "3").ended(ExitCode.OK).lines())
        .element(2)
        .asString()
        .endsWith("withdrawn  k");
  }

  @Test
  void anOutageOfAChainAndWhatItMissedAreTold() {
    StoreException away = new StoreUnavailableException(new Subject("sql", "poll", null), "away");
    FeedPage none = page(List.of(), List.of(), Continuity.CONTINUOUS, null);
    FeedPage own =
        page(List.of(Entries.value("k", 1, "v")), List.of(), Continuity.CONTINUOUS, away);
    FeedPage still = page(List.of(), List.of(), Continuity.CONTINUOUS, away);
    FeedPage back =
        page(List.of(Entries.value("l", 1, "v")), List.of(), Continuity.RESTARTED, null);
    TestStores.wrap("watch-away", store -> new Scripted(store, none, own, still, back));

    Cli.Result result =
        cli.run("watch", "test:watch-away", "--count", "2", "--json").ended(ExitCode.OK);

    assertThat(result.json())
        .extracting(object -> object.get("type").asText())
        .containsExactly("watching", "away", "change", "back", "missed", "change", "summary");
    assertThat(result.err()).contains("away; waiting for it", "is back", "lost its place");
  }

  private static FeedPage page(
      List<Entry> entries,
      List<Entry> withdrawn,
      Continuity continuity,
      @Nullable StoreException outage) {
    return new FeedPage(
        entries, List.of(), withdrawn, new Mark("scripted", "1"), continuity, outage);
  }

  /** A store whose feed delivers these pages. */
  private static final class Scripted extends ForwardingStore {
    private final List<FeedPage> pages;

    Scripted(Store store, FeedPage... pages) {
      super(store);
      this.pages = List.of(pages);
    }

    @Override
    public Feed feed(FeedRequest request) {
      Iterator<FeedPage> next = pages.iterator();
      return new Feed() {
        @Override
        public FeedPage poll(Duration wait) {
          return next.next();
        }

        @Override
        public void close() {}
      };
    }
  }
}
