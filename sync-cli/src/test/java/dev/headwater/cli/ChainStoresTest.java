package dev.headwater.cli;

import static dev.headwater.cli.ChainFiles.behind;
import static dev.headwater.cli.ChainFiles.cache;
import static dev.headwater.cli.ChainFiles.outbox;
import static dev.headwater.cli.ChainFiles.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.ChainListener;
import dev.headwater.chain.ChainStore;
import dev.headwater.chain.config.ChainFile;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.typed.TypedStore;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.Faults;
import dev.headwater.testkit.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Commands on {@code chain:FILE}. */
class ChainStoresTest {

  @TempDir Path directory;

  private final Cli cli = new Cli();
  private String here = "";
  private String deep = "";

  @BeforeEach
  void name(TestInfo test) {
    here = test.getTestMethod().orElseThrow().getName() + "-here";
    deep = test.getTestMethod().orElseThrow().getName() + "-deep";
  }

  private String file(String... parts) {
    return new ChainFiles(directory).file("chain.toml", parts);
  }

  private String offlineFirst() {
    return file(outbox(), store("here", "test:" + here), behind("deep", "test:" + deep));
  }

  private static void heal(String name) {
    TestStores.wrap(name, UnaryOperator.identity());
  }

  @Test
  void commandsGoThroughTheLayers() throws Exception {
    String uri = "chain:" + file(cache("memory", "memory:"), store("here", "test:" + here));
    Files.createDirectory(directory.resolve("in"));
    Files.writeString(directory.resolve("in/c"), "3");

    cli.run("put", uri, "a", "1").ended(ExitCode.OK);
    cli.run("put", uri, "b", "2").ended(ExitCode.OK);
    cli.run("rm", uri, "b").ended(ExitCode.OK);
    cli.run("import", directory.resolve("in").toString(), uri).ended(ExitCode.OK);

    assertThat(cli.run("get", uri, "a").ended(ExitCode.OK).out()).isEqualTo("1");
    assertThat(cli.run("ls", uri).ended(ExitCode.OK).lines()).containsExactly("a", "c");
    assertThat(TestStores.held(here)).extracting(Entry::key).contains(Key.of("b"));
    cli.run("sync", uri, "test:" + deep).ended(ExitCode.OK);
    cli.run("check", uri, "test:" + deep).ended(ExitCode.OK);
    cli.run("export", uri, directory.resolve("out").toString()).ended(ExitCode.OK);
    assertThat(directory.resolve("out/a")).hasContent("1");
    assertThat(TestStores.open(here)).isZero();
  }

  @Test
  void aLayerBehindHasTheWriteBeforeTheCommandEnds() {
    Cli.Result result = cli.run("put", "chain:" + offlineFirst(), "k", "v").ended(ExitCode.OK);

    assertThat(TestStores.held(deep)).extracting(Entry::key).containsExactly(Key.of("k"));
    assertThat(result.err()).isEmpty();
    assertThat(directory.resolve("outbox.db")).exists();
  }

  @Test
  void whatALayerDoesNotTakeNowWaitsInTheOutboxAndIsTold() {
    String file = offlineFirst();
    TestStores.fail(deep, Faults::down);

    cli.run("put", "chain:" + file, "k", "v")
        .ended(ExitCode.OK)
        .withOneLine("1 write for 'deep' waits in the outbox (", "'headwater run " + file + "'");
    assertThat(TestStores.held(deep)).isEmpty();
    assertThat(cli.run("get", "chain:" + file, "k").ended(ExitCode.OK).out()).isEqualTo("v");
    heal(deep);
    cli.run("outbox", "flush", file).ended(ExitCode.OK);

    assertThat(TestStores.held(deep)).hasSize(1);
  }

  @Test
  void whatTheStoresBelowNeverHeldIsAbsentOfflineOnceTheyWereFollowed() throws Exception {
    String file = offlineFirst();
    String uri = "chain:" + file;
    TestStores.hold(deep, Entries.value("a", 1, "1"));
    TestStores.fail(deep, Faults::down);
    cli.run("get", uri, "k").ended(ExitCode.UNAVAILABLE).withOneLine(deep);

    heal(deep);
    follow(file);
    TestStores.fail(deep, Faults::down);
    assertThat(cli.run("get", uri, "a").ended(ExitCode.OK).out()).isEqualTo("1");
    cli.run("get", uri, "k").ended(ExitCode.DIFFERENT);
    cli.run("rm", uri, "k").ended(ExitCode.DIFFERENT);
    Files.createDirectory(directory.resolve("in"));
    Files.writeString(directory.resolve("in/c"), "3");
    cli.run("import", directory.resolve("in").toString(), uri).ended(ExitCode.OK);
    assertThat(cli.run("get", uri, "c").ended(ExitCode.OK).out()).isEqualTo("3");
  }

  /* Until the store below has come up. */
  private void follow(String file) throws Exception {
    CountDownLatch following = new CountDownLatch(1);
    ChainListener listener =
        new ChainListener() {
          @Override
          public void following(String layer) {
            if (layer.equals("deep")) {
              following.countDown();
            }
          }
        };
    StoreEnvironment environment = new StoreEnvironment(cli.clock, Map.of());
    try (ChainStore ignored =
        ChainStore.fromConfig(ChainFile.read(Path.of(file), Map.of()), environment, listener)) {
      assertThat(following.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aWriteThatTheAuthorityDoesNotGetWithoutAnOutboxFileIsAnError() {
    String file = file("acknowledge = \"local\"", store("here", "test:" + here));
    TestStores.fail(here, Faults::down);

    cli.run("put", "chain:" + file, "k", "v")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("1 write for 'here' is lost, since " + file + " names no [outbox] file");
  }

  @Test
  void aCopyThatACacheDoesNotGetWithoutAnOutboxFileIsTold() {
    String file = file(cache("shared", "test:" + here), store("deep", "test:" + deep));
    TestStores.fail(here, Faults::down);

    cli.run("put", "chain:" + file, "k", "v")
        .ended(ExitCode.DIFFERENT)
        .withOneLine("1 write for 'shared' is lost", "it may serve older copies");
    assertThat(TestStores.held(deep)).hasSize(1);
  }

  @Test
  void aWriteThatIsSupersededMeanwhileIsTold() {
    String file = file("acknowledge = \"local\"", outbox(), store("here", "test:" + here));
    TestStores.fail(here, Faults::down);
    cli.run("put", "chain:" + file, "k", "mine").ended(ExitCode.OK);
    heal(here);
    cli.clock.advance(Duration.ofSeconds(1));
    cli.run("put", "test:" + here, "k", "theirs").ended(ExitCode.OK);

    cli.run("outbox", "flush", file)
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'k' was not written: the authority holds something newer");
  }

  @Test
  void writesOfAProcessThatHasTheOutboxAreSeenAndNotDisturbed() {
    String file = file("acknowledge = \"local\"", outbox(), store("here", "test:" + here));
    TestStores.hold(here, Entries.value("a", 1, "1"));
    TestStores.fail(here, faults -> faults.failBefore(Operation.MERGE_ALL, 1_000));
    StoreEnvironment environment = new StoreEnvironment(cli.clock, Map.of());
    try (ChainStore owner =
        ChainStore.fromConfig(
            ChainFile.read(Path.of(file), Map.of()), environment, ChainListener.NONE)) {
      TypedStore.of(owner, Codecs.utf8(), owner.clock()).put(Key.of("k"), "waits");

      assertThat(cli.run("get", "chain:" + file, "k").ended(ExitCode.OK).out()).isEqualTo("waits");
      assertThat(cli.run("ls", "chain:" + file).ended(ExitCode.OK).lines())
          .containsExactly("a", "k");
      cli.run("put", "chain:" + file, "k", "v")
          .ended(ExitCode.UNAVAILABLE)
          .withOneLine("outbox.db' is in use", "one owner at a time");
      assertThat(owner.outbox().status().get(0).entries()).isEqualTo(1);
    }
  }

  @Test
  void readingWritesNothing() {
    String file =
        file(
            outbox(),
            cache("shared", "test:" + here),
            store("disk", "test:" + here + "-disk"),
            behind("deep", "test:" + deep));
    TestStores.hold(deep, Entries.value("a", 1, "1"));

    assertThat(cli.run("get", "chain:" + file, "a").ended(ExitCode.OK).out()).isEqualTo("1");
    cli.run("watch", "chain:" + file, "--from-start", "--for", "1s", "--timeout", "50ms");
    cli.run("status", file).ended(ExitCode.OK);

    assertThat(TestStores.held(here)).isEmpty();
    assertThat(TestStores.held(here + "-disk")).isEmpty();
    assertThat(directory.resolve("outbox.db")).doesNotExist();
  }

  @Test
  void whatIsWrongWithTheFileIsToldLineByLine() {
    String file = file("acknowledge = \"never\"", store("here", "nope:x"));

    Cli.Result result = cli.run("get", "chain:" + file, "k").ended(ExitCode.USAGE);

    assertThat(result.err().lines())
        .containsExactly(
            "headwater: "
                + file
                + ":1: acknowledge is \"never\"; expected \"local\", \"authority\" or \"all\"",
            "headwater: "
                + file
                + ":4: layer 'here': store: unknown store scheme 'nope'; expected one of chain,"
                + " cockroach, postgresql, etcd, github, memory, sqlite, test");
    cli.run("get", "chain:" + file + "x", "k")
        .ended(ExitCode.USAGE)
        .withOneLine("there is no such file");
  }

  @Test
  void aChainIsWatched() {
    String file = file(cache("shared", "test:" + here), store("deep", "test:" + deep));
    TestStores.hold(deep, dev.headwater.testkit.Entries.value("a", 1, "1"));

    Cli.Result result =
        cli.run("watch", "chain:" + file, "--current", "--count", "1").ended(ExitCode.OK);

    assertThat(result.lines()).hasSize(1);
    assertThat(result.out()).endsWith(" 1  a\n");
  }

  @Test
  void aChainWhoseAuthorityIsAwayCantBeWatched() {
    String file = file(store("deep", "test:" + deep));
    TestStores.fail(deep, Faults::down);

    cli.run("watch", "chain:" + file).ended(ExitCode.UNAVAILABLE).withOneLine("deep");
  }
}
