package dev.headwater.cli;

import static dev.headwater.cli.ChainFiles.behind;
import static dev.headwater.cli.ChainFiles.cache;
import static dev.headwater.cli.ChainFiles.outbox;
import static dev.headwater.cli.ChainFiles.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.testkit.Faults;
import dev.headwater.testkit.Operation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** {@code run}, {@code status} and {@code outbox}. */
class ChainCommandsTest {

  @TempDir Path directory;

  private final Cli cli = new Cli();
  private String here = "";
  private String deep = "";

  @BeforeEach
  void name(TestInfo test) {
    here = test.getTestMethod().orElseThrow().getName() + "-here";
    deep = test.getTestMethod().orElseThrow().getName() + "-deep";
  }

  private String chain(String deepParameters) {
    return new ChainFiles(directory)
        .file(
            "chain.toml",
            outbox(),
            cache("memory", "memory:"),
            store("here", "test:" + here),
            behind("deep", "test:" + deep + deepParameters));
  }

  private void down(String name) {
    TestStores.fail(name, Faults::down);
  }

  private void up(String name) {
    TestStores.wrap(name, UnaryOperator.identity());
  }

  /** Runs the chain until this was printed: before that, the clock stands still. */
  private Cli.Result runUntil(String printed, String file, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TestStores.fail(
        here,
        faults ->
            faults.runBefore(
                Operation.POLL,
                () -> {
                  if (out.toString(StandardCharsets.UTF_8).contains(printed)) {
                    cli.clock.advance(Duration.ofSeconds(1));
                  }
                }));
    List<String> args = new ArrayList<>(List.of("run", file, "--for", "1s", "--timeout", "1m"));
    args.addAll(List.of(more));
    return cli.run(out, out, args.toArray(String[]::new));
  }

  // --- status ---

  @Test
  void aChainIsUpWhenAllLayersAnswer() {
    Cli.Result result = cli.run("status", chain("")).ended(ExitCode.OK);

    assertThat(result.lines().get(0)).endsWith("chain.toml: up");
    assertThat(result.lines()).hasSize(6);
    assertThat(result.lines().get(2)).matches("memory +cache +through +- +- +-.*");
    assertThat(result.lines().get(3)).matches("here +authority +through +in 0 ms +yes +0.*");
    assertThat(result.lines().get(4)).matches("deep +store +behind +in 0 ms +yes +0.*");
    assertThat(result.lines().get(5)).contains("outbox.db", "in use by nobody");
    assertThat(result.err()).isEmpty();
    assertThat(TestStores.open(here)).isZero();
  }

  @Test
  void aLayerThatIsAwayAndWhatWaitsForItDegradeTheChain() {
    String file = chain("");
    down(deep);
    cli.run("put", "chain:" + file, "k", "value").ended(ExitCode.OK);
    cli.clock.advance(Duration.ofMinutes(7));

    Cli.Result text = cli.run("status", file).ended(ExitCode.DIFFERENT);
    Cli.Result json = cli.run("status", file, "--json").ended(ExitCode.DIFFERENT);

    assertThat(text.lines().get(0)).endsWith("chain.toml: degraded");
    assertThat(text.lines().get(4)).matches("deep +store +behind +no +no +1 +6 bytes +7 min +-");
    assertThat(text.lines().get(6)).startsWith("deep: ");
    JsonNode layer = json.json().get(2);
    assertThat(layer.get("name").asText()).isEqualTo("deep");
    assertThat(layer.get("answers").asBoolean()).isFalse();
    assertThat(layer.get("error").asText()).isNotEmpty();
    assertThat(layer.get("waiting").asInt()).isEqualTo(1);
    assertThat(layer.get("oldestMillis").asLong()).isEqualTo(420_000);
    assertThat(json.summary().get("state").asText()).isEqualTo("degraded");
    assertThat(json.summary().has("owner")).isFalse();
  }

  @Test
  void aChainIsDownWhenItsAuthorityIsAwayAndWritesNeedIt() {
    down(here);

    cli.run("status", chain("")).ended(ExitCode.UNAVAILABLE);
    String local =
        new ChainFiles(directory)
            .file("local.toml", "acknowledge = \"local\"", store("here", "test:" + here));
    cli.run("status", local).ended(ExitCode.DIFFERENT);
  }

  @Test
  void aFeedThatFailsDegradesTheChain() {
    TestStores.fail(deep, faults -> faults.failBefore(Operation.POLL, 100));

    Cli.Result result = cli.run("status", chain("")).ended(ExitCode.DIFFERENT);

    assertThat(result.lines().get(4)).matches("deep +store +behind +in 0 ms +no +0.*");
  }

  @Test
  void aLayerThatDoesNotAnswerInTimeIsNotWaitedFor() throws Exception {
    String file =
        new ChainFiles(directory)
            .file("slow.toml", store("here", "test:" + here) + "deadline = \"50ms\"\n");
    java.util.concurrent.CountDownLatch end = new java.util.concurrent.CountDownLatch(1);
    TestStores.fail(
        here,
        faults ->
            faults.runBefore(
                Operation.HEAD,
                () -> {
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));

    Cli.Result result = cli.run("status", file).ended(ExitCode.UNAVAILABLE);
    end.countDown();

    assertThat(result.out()).contains("here: no answer within 50.0 ms");
  }

  // --- outbox ---

  /** A write that the deep layer refuses for good, since it is too large for it. */
  private String withDeadLetter() {
    String roomy = chain("");
    down(deep);
    cli.run("put", "chain:" + roomy, "k", "a long value").ended(ExitCode.OK);
    up(deep);
    String narrow = chain("?max-value-bytes=3");
    cli.run("outbox", "flush", narrow)
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'deep' will never get 'k': ");
    return narrow;
  }

  private long deadLetter(String file) {
    List<JsonNode> lines = cli.run("outbox", "list", file, "--json").ended(ExitCode.OK).json();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).get("type").asText()).isEqualTo("deadLetter");
    assertThat(lines.get(0).get("key").asText()).isEqualTo("k");
    assertThat(lines.get(0).get("layer").asText()).isEqualTo("deep");
    assertThat(lines.get(0).get("error").asText()).isNotEmpty();
    return lines.get(0).get("id").asLong();
  }

  @Test
  void aDeadLetterIsListedWithItsReasonAndDegradesTheChain() {
    String file = withDeadLetter();

    Cli.Result list = cli.run("outbox", "list", file).ended(ExitCode.OK);

    assertThat(list.lines()).hasSize(2);
    assertThat(list.lines().get(0)).matches(" *\\d+ +0 ms +deep +12 +k: .*test:.*3.*");
    assertThat(list.lines().get(1)).isEqualTo("1 dead letter, 0 writes wait");
    assertThat(cli.run("status", file).ended(ExitCode.DIFFERENT).lines().get(4)).endsWith(" 1");
    assertThat(deadLetter(file)).isPositive();
  }

  @Test
  void aDeadLetterThatIsRetriedIsDeliveredWhenTheReasonIsGone() {
    String id = Long.toString(deadLetter(withDeadLetter()));
    String file = chain("");

    Cli.Result result = cli.run("outbox", "retry", file, id).ended(ExitCode.OK);

    assertThat(result.lines()).containsExactly("retried " + id + ": 'k' for 'deep'");
    assertThat(TestStores.held(deep)).hasSize(1);
    assertThat(cli.run("outbox", "list", file, "--waiting").lines())
        .containsExactly("0 dead letters, 0 writes wait");
  }

  @Test
  void aDeadLetterThatIsRefusedAgainIsOneAgain() {
    String file = withDeadLetter();

    cli.run("outbox", "retry", file, "--all")
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'deep' will never get 'k'");

    assertThat(deadLetter(file)).isPositive();
  }

  @Test
  void aDeadLetterThatIsDroppedIsGone() {
    String file = withDeadLetter();
    String id = Long.toString(deadLetter(file));

    cli.run("outbox", "drop", file, id, "999")
        .ended(ExitCode.DIFFERENT)
        .withOneLine("there is no dead letter 999");

    assertThat(cli.run("outbox", "list", file).lines())
        .containsExactly("0 dead letters, 0 writes wait");
    assertThat(TestStores.held(deep)).isEmpty();
    assertThat(TestStores.held(here)).hasSize(1);
    cli.run("status", file).ended(ExitCode.OK);
  }

  @Test
  void aDeadLetterOfALayerThatIsGoneCanOnlyBeDropped() {
    String before = chain("");
    down(deep);
    cli.run("put", "chain:" + before, "k", "v").ended(ExitCode.OK);
    String after =
        new ChainFiles(directory).file("after.toml", outbox(), store("here", "test:" + here));
    cli.run("outbox", "flush", after).ended(ExitCode.OK);
    String id = Long.toString(deadLetter(after));

    cli.run("outbox", "retry", after, id)
        .ended(ExitCode.DIFFERENT)
        .withOneLine("the chain has no written layer 'deep'");
    cli.run("outbox", "drop", after, "--all").ended(ExitCode.OK);
  }

  @Test
  void writesThatWaitAreListedWhenAskedFor() {
    String file = chain("");
    down(deep);
    cli.run("put", "chain:" + file, "k", "v").ended(ExitCode.OK);

    Cli.Result text = cli.run("outbox", "list", file, "-w").ended(ExitCode.OK);
    JsonNode json =
        cli.run("outbox", "list", file, "-w", "--json").ended(ExitCode.OK).json().get(0);

    assertThat(text.lines().get(0)).matches(" *\\d+ +0 ms +deep +1 +k");
    assertThat(text.lines().get(1)).isEqualTo("0 dead letters, 1 write waits");
    assertThat(json.get("type").asText()).isEqualTo("waiting");
    assertThat(json.get("stage").asText()).isEqualTo("decided");
    assertThat(json.get("layers").get(0).asText()).isEqualTo("deep");
  }

  @Test
  void aFlushEndsWhenTheTimeIsOver() {
    String file = chain("");
    down(deep);
    cli.run("put", "chain:" + file, "k", "v").ended(ExitCode.OK);

    Cli.Result result =
        cli.run("outbox", "flush", file, "--for", "100ms").ended(ExitCode.UNAVAILABLE);

    assertThat(result.lines()).containsExactly("delivered 0 writes, 1 write waits");
  }

  @Test
  void anOutboxInMemoryCanNotBeLookedInto() {
    String file = new ChainFiles(directory).file("chain.toml", store("here", "test:" + here));

    for (String command : List.of("list", "flush")) {
      cli.run("outbox", command, file)
          .ended(ExitCode.USAGE)
          .withOneLine("chain.toml names no [outbox] file");
    }
    cli.run("outbox", "drop", file, "1").ended(ExitCode.USAGE).withOneLine("no [outbox] file");
    assertThat(cli.run("status", file).ended(ExitCode.OK).out()).contains("in the memory of each");
  }

  @Test
  void whichDeadLettersAreMeantHasToBeSaid() {
    String file = chain("");

    for (String command : List.of("retry", "drop")) {
      cli.run("outbox", command, file).ended(ExitCode.USAGE).withOneLine("--all");
      cli.run("outbox", command, file, "1", "--all").ended(ExitCode.USAGE).withOneLine("--all");
      cli.run("outbox", command, file, "x")
          .ended(ExitCode.USAGE)
          .withOneLine("'x' is no ID of a dead letter");
    }
  }

  @Test
  void anOutboxWithoutACommandTellsWhichThereAre() {
    Cli.Result result = cli.run("outbox").ended(ExitCode.USAGE);

    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("list", "retry", "drop", "flush");
  }

  // --- run ---

  @Test
  void aRunDeliversWhatWaitsAndTellsIt() {
    String file = chain("");
    down(deep);
    cli.run("put", "chain:" + file, "k", "v").ended(ExitCode.OK);
    up(deep);

    Cli.Result result = runUntil("\"event\":\"delivered\"", file, "--json").ended(ExitCode.OK);

    assertThat(TestStores.held(deep)).hasSize(1);
    assertThat(result.json().get(0).get("event").asText()).isEqualTo("started");
    assertThat(result.json())
        .filteredOn(line -> line.path("event").asText().equals("following"))
        .extracting(line -> line.get("layer").asText())
        .contains("here");
    assertThat(result.json().get(result.json().size() - 2).get("event").asText())
        .isEqualTo("ending");
    assertThat(result.summary().get("file").asText()).isEqualTo(file);
  }

  @Test
  void aRunTellsAnOutageOnceAndWhatStillWaitsAtTheEnd() {
    String file = chain("");
    down(deep);
    cli.run("put", "chain:" + file, "k", "v").ended(ExitCode.OK);

    Cli.Result result = runUntil("degraded", file).ended(ExitCode.OK);

    assertThat(result.lines()).filteredOn(line -> line.contains("deep: away: ")).hasSizeLessThan(2);
    assertThat(result.lines())
        .filteredOn(line -> line.contains("deep: its changes can't be followed: "))
        .hasSize(1);
    assertThat(result.lines())
        .filteredOn(line -> line.contains("degraded: 'deep' is away, 'deep' is owed 1 write"))
        .hasSize(1);
    assertThat(result.err()).contains("1 write for 'deep' waits in the outbox");
  }

  @Test
  void aRunOfAChainWithoutAnOutboxFileSaysSo() {
    String file =
        new ChainFiles(directory)
            .file("chain.toml", cache("memory", "memory:"), store("here", "test:" + here));

    runUntil("running", file)
        .ended(ExitCode.OK)
        .withOneLine("names no [outbox] file, so other commands leave nothing to be delivered");
  }
}
