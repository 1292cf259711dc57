package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.Operation;
import java.util.List;
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
        faults ->
            faults.runBefore(
                Operation.POLL, () -> cli.clock.advance(java.time.Duration.ofSeconds(2))));

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
}
