package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** sync and check. */
class SyncCheckTest {

  private final Cli cli = new Cli();

  @Test
  void aMirrorCopiesWhatIsNewer() {
    TestStores.hold("sync-a", Entries.value("a", 2, "new"), Entries.tombstone("gone", 5));
    TestStores.hold("sync-b", Entries.value("a", 1, "old"), Entries.value("gone", 1, "v"));
    TestStores.hold("sync-b", Entries.value("own", 1, "kept"));

    Cli.Result result = cli.run("sync", "test:sync-a", "test:sync-b").ended(ExitCode.OK);

    assertThat(result.lines()).hasSize(1);
    assertThat(result.out())
        .startsWith("1 copied, 1 removed, 0 unchanged, 1 kept, 0 conflicts, 0 held");
    assertThat(TestStores.held("sync-b")).contains(TestStores.held("sync-a").toArray(Entry[]::new));
    assertThat(TestStores.held("sync-a")).hasSize(2);
  }

  @Test
  void theSummaryHasAllCounts() {
    TestStores.hold("sync-json-a", Entries.value("a", 2, "new"), Entries.value("same", 1, "v"));
    TestStores.hold("sync-json-b", Entries.value("same", 1, "v"));

    JsonNode summary =
        cli.run("sync", "test:sync-json-a", "test:sync-json-b", "--json")
            .ended(ExitCode.OK)
            .summary();

    assertThat(summary.get("copied").asLong()).isEqualTo(1);
    assertThat(summary.get("removed").asLong()).isZero();
    assertThat(summary.get("unchanged").asLong()).isEqualTo(1);
    assertThat(summary.get("conflicts").asLong()).isZero();
    assertThat(summary.get("held").asLong()).isZero();
    assertThat(summary.get("sourceRequests").asLong()).isPositive();
    assertThat(summary.get("targetRequests").asLong()).isPositive();
    assertThat(summary.get("millis").isIntegralNumber()).isTrue();
    assertThat(summary.get("toTarget").get("copied").asLong()).isEqualTo(1);
    assertThat(summary.get("dryRun").asBoolean()).isFalse();
  }

  @Test
  void twoWaysCopyBothWays() {
    TestStores.hold("sync-two-a", Entries.value("a", 1, "v"));
    TestStores.hold("sync-two-b", Entries.value("b", 1, "v"));

    cli.run("sync", "test:sync-two-a", "test:sync-two-b", "--two-way").ended(ExitCode.OK);

    assertThat(TestStores.held("sync-two-a")).hasSize(2).isEqualTo(TestStores.held("sync-two-b"));
    cli.run("check", "test:sync-two-a", "test:sync-two-b").ended(ExitCode.OK);
  }

  @Test
  void aDryRunTellsThePlanAndWritesNothing() {
    TestStores.hold("sync-dry-a", Entries.value("a", 1, "v"), Entries.value("b", 1, "v"));

    Cli.Result result =
        cli.run("sync", "test:sync-dry-a", "test:sync-dry-b", "--dry-run").ended(ExitCode.OK);

    assertThat(result.lines()).hasSize(3);
    assertThat(result.lines().get(0)).startsWith("copied   target  a (");
    assertThat(result.lines().get(2))
        .startsWith("would be: 2 copied")
        .contains("nothing was written");
    assertThat(TestStores.held("sync-dry-b")).isEmpty();
  }

  @Test
  void verboseTellsEachKey() {
    TestStores.hold("sync-verbose-a", Entries.value("a", 1, "v"));

    Cli.Result result =
        cli.run("sync", "-v", "--json", "test:sync-verbose-a", "test:sync-verbose-b");

    assertThat(result.json().get(0).get("type").asText()).isEqualTo("copied");
    assertThat(result.json().get(0).get("key").asText()).isEqualTo("a");
    assertThat(result.json().get(0).get("side").asText()).isEqualTo("target");
  }

  @Test
  void filtersNarrowIt() {
    TestStores.hold(
        "sync-filter-a",
        Entries.value("docs/a.md", 1, "v"),
        Entries.value("docs/a.tmp", 1, "v"),
        Entries.value("src/a", 1, "v"));

    cli.run(
            "sync",
            "test:sync-filter-a",
            "test:sync-filter-b",
            "--include",
            "docs/**",
            "--exclude",
            "**.tmp")
        .ended(ExitCode.OK);

    assertThat(TestStores.held("sync-filter-b"))
        .extracting(entry -> entry.key().text())
        .containsExactly("docs/a.md");
  }

  @Test
  void tooManyDeletesAreRefusedBeforeTheFirstWrite() {
    TestStores.hold(
        "sync-limit-a",
        Entries.tombstone("a", 2),
        Entries.tombstone("b", 2),
        Entries.value("new", 2, "v"));
    TestStores.hold("sync-limit-b", Entries.value("a", 1, "v"), Entries.value("b", 1, "v"));

    Cli.Result result =
        cli.run("sync", "test:sync-limit-a", "test:sync-limit-b", "--max-delete", "1", "--json")
            .ended(ExitCode.REFUSED);

    assertThat(result.summary().get("exitCode").asInt()).isEqualTo(4);
    assertThat(result.summary().get("copied").asInt()).isZero();
    assertThat(result.err()).contains("would remove").hasLineCount(1);
    assertThat(TestStores.held("sync-limit-b")).hasSize(2).noneMatch(Entry::isTombstone);
    cli.run("sync", "test:sync-limit-a", "test:sync-limit-b", "--max-delete", "2")
        .ended(ExitCode.OK);
  }

  @Test
  void corruptAndFutureAndLongRecordsAreHeldAndTheOthersGoOn() {
    Stamp tomorrow =
        Stamp.of(ManualClock.START.plus(Duration.ofDays(1)).toEpochMilli(), 0, Entries.ORIGIN);
    TestStores.hold(
        "sync-held-a",
        Entries.value("bad", 9, "v"),
        Entries.value("good", 1, "v"),
        Entries.value(Key.of("future"), tomorrow, "v"),
        Entries.sized("long", 1, 101));
    TestStores.corrupt("sync-held-b", "bad");

    Cli.Result result =
        cli.run("sync", "test:sync-held-a", "test:sync-held-b?max-value-bytes=100")
            .ended(ExitCode.DIFFERENT);

    assertThat(result.err().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("headwater: held "));
    assertThat(result.err()).contains(" bad (", " future (", " long (");
    assertThat(result.out()).contains("1 copied", "3 held back");
    cli.run("get", "test:sync-held-b", "bad").ended(ExitCode.DIFFERENT);
    cli.run("get", "test:sync-held-b", "good").ended(ExitCode.OK);
  }

  @Test
  void twoWritersWithOneNodeIdAreToldAsAConflict() {
    TestStores.hold("sync-clash-a", Entries.value("k", 1, "one"));
    TestStores.hold("sync-clash-b", Entries.value("k", 1, "two"));

    Cli.Result result =
        cli.run("sync", "test:sync-clash-a", "test:sync-clash-b", "--two-way")
            .ended(ExitCode.DIFFERENT);

    assertThat(result.err()).contains("conflict", " k (").hasLineCount(1);
    assertThat(TestStores.held("sync-clash-a")).isEqualTo(TestStores.held("sync-clash-b"));
  }

  @Test
  void aDeadStoreEndsItWithASummaryOfWhatWasDone() {
    TestStores.hold("sync-dead-a", Entries.value("a", 1, "v"));
    TestStores.fail("sync-dead-b", faults -> faults.runBefore(Operation.PAGE, SyncCheckTest::away));

    Cli.Result result =
        cli.run("sync", "test:sync-dead-a", "test:sync-dead-b", "--json")
            .ended(ExitCode.UNAVAILABLE);

    assertThat(result.summary().get("error").asText()).contains("it is away");
    assertThat(result.summary().get("exitCode").asInt()).isEqualTo(3);
    assertThat(result.summary().get("copied").asInt()).isZero();
    assertThat(result.err()).hasLineCount(1);
  }

  private static void away() {
    throw new dev.headwater.store.RejectedException(
        new dev.headwater.store.StoreException.Subject("test:dead", "list", null),
        dev.headwater.store.RejectedException.Reason.CONFIGURATION,
        "it is away");
  }

  @Test
  void checkTellsEveryKindOfDifference() {
    TestStores.hold(
        "check-a",
        Entries.value("both", 1, "v"),
        Entries.value("newer", 2, "v"),
        Entries.value("only-a", 1, "v"));
    TestStores.hold(
        "check-b",
        Entries.value("both", 1, "v"),
        Entries.value("newer", 1, "v"),
        Entries.tombstone("only-b", 1));

    Cli.Result text = cli.run("check", "test:check-a", "test:check-b").ended(ExitCode.DIFFERENT);
    Cli.Result json =
        cli.run("check", "test:check-a", "test:check-b", "--json").ended(ExitCode.DIFFERENT);

    assertThat(text.lines().get(0)).startsWith("differs        newer (");
    assertThat(text.lines().get(1)).startsWith("only in source only-a (");
    assertThat(text.lines().get(2)).startsWith("only in target only-b (");
    assertThat(text.lines().get(3)).startsWith("different: 1 equal, 1 only in source");
    JsonNode summary = json.summary();
    assertThat(summary.get("equal").asLong()).isEqualTo(1);
    assertThat(summary.get("onlyInSource").asLong()).isEqualTo(1);
    assertThat(summary.get("onlyInTarget").asLong()).isEqualTo(1);
    assertThat(summary.get("differ").asLong()).isEqualTo(1);
    assertThat(TestStores.held("check-a")).hasSize(3);
  }
}
