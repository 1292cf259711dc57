package dev.headwater.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.it.Await;
import dev.headwater.it.Servers;
import dev.headwater.servers.FaultProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain in a file: disk first, then etcd and SQL behind it, and processes that are killed. */
class ChainCommandsIT {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final int TOO_LARGE = 3 << 20; // for etcd, whatever the file says of it

  @TempDir Path directory;

  private final String name = Servers.freshName();
  private final FaultProxy toSql = FaultProxy.inFrontOf(Servers.sql().host(), Servers.sql().port());
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
                directory.resolve("chain.toml"),
                """
                name = "branch"

                [outbox]
                file = "outbox.db"

                [[layer]]
                name = "memory"
                store = "memory:"
                role = "cache"

                [[layer]]
                name = "disk"
                store = "sqlite:disk.db"
                role = "store"

                [[layer]]
                name = "etcd"
                store = "%s&max-request=8388608"
                role = "store"
                write = "behind"

                [[layer]]
                name = "sql"
                store = "%s"
                role = "store"
                write = "behind"
                """
                    .formatted(Servers.etcdUri(name), Servers.sqlUri(toSql, name)))
            .toString();
  }

  @AfterEach
  void close() {
    toSql.close();
  }

  private JsonNode status(ExitCode code) {
    return Cli.run("status", file, "--json").ended(code).summary();
  }

  /** Starts {@code headwater run} in a process of its own, and waits until it has the outbox. */
  private Process startRun() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            JAVA,
            "--enable-native-access=ALL-UNNAMED", // or the newest Java warns
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "dev.headwater.cli.Main",
            "run",
            file,
            "--json");
    builder.environment().putAll(Servers.variables());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectError(directory.resolve("run.err").toFile()).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).contains("\"event\":\"started\"");
    return process;
  }

  private boolean isInSql(String key) {
    return Cli.run("get", Servers.sqlUri(name), key).code() == 0;
  }

  @Test
  void writesWithoutANetworkArriveThoughTheirCarrierIsKilled() throws Exception {
    toSql.refuse();
    Cli.run("put", "chain:" + file, "a", "1")
        .ended(ExitCode.OK)
        .withOneLine("1 write for 'sql' waits in the outbox");
    Process first = startRun();
    try {
      JsonNode busy = status(ExitCode.DIFFERENT);
      assertThat(busy.get("state").asText()).isEqualTo("degraded");
      assertThat(busy.get("owner").asText()).isEqualTo("process " + first.pid());
      assertThat(Cli.run("get", "chain:" + file, "a").ended(ExitCode.OK).out()).isEqualTo("1");
      Cli.run("put", "chain:" + file, "b", "2")
          .ended(ExitCode.UNAVAILABLE)
          .withOneLine("in use by another process (pid " + first.pid() + ")");
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertThat(isInSql("a")).isFalse();
    assertThat(status(ExitCode.DIFFERENT).has("owner")).isFalse();

    Process second = startRun();
    try {
      toSql.accept();
      Await.until(() -> isInSql("a"));
      new ProcessBuilder("kill", Long.toString(second.pid())).start().waitFor();

      assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(ExitCode.OK.number());
      assertThat(directory.resolve("run.err")).isEmptyFile();
    } finally {
      second.destroyForcibly().waitFor();
    }
    assertThat(status(ExitCode.OK).get("state").asText()).isEqualTo("up");
    assertThat(Cli.run("outbox", "list", file, "--waiting").ended(ExitCode.OK).lines())
        .containsExactly("0 dead letters, 0 writes wait");
  }

  @Test
  void aValueThatIsTooLargeForALayerIsADeadLetterUntilItIsDropped() throws Exception {
    Path large = Files.write(directory.resolve("large"), new byte[TOO_LARGE]);

    Cli.run("put", "chain:" + file, "large", "--file", large.toString())
        .ended(ExitCode.OK)
        .withOneLine("1 write for 'etcd' waits in the outbox", "max-request");
    Path path = Path.of(file);
    Files.writeString(path, Files.readString(path).replace("&max-request=8388608", ""));
    Cli.run("outbox", "flush", file)
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'etcd' will never get 'large'");

    assertThat(isInSql("large")).isTrue();
    JsonNode letter =
        Cli.Result.object(
            Cli.run("outbox", "list", file, "--json").ended(ExitCode.OK).lines().get(0));
    assertThat(letter.get("layer").asText()).isEqualTo("etcd");
    assertThat(letter.get("size").asInt()).isEqualTo(TOO_LARGE);
    status(ExitCode.DIFFERENT);
    String id = letter.get("id").asText();
    Cli.run("outbox", "retry", file, id)
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'etcd' will never get 'large'");
    Cli.run("outbox", "drop", file, "--all").ended(ExitCode.OK);
    assertThat(status(ExitCode.OK).get("state").asText()).isEqualTo("up");
  }

  @Test
  void filesAreImportedAndSyncedThroughTheChain() throws Exception {
    Files.createDirectories(directory.resolve("in/docs"));
    for (int i = 0; i < 50; i++) {
      Files.writeString(directory.resolve("in/docs/" + i), "text " + i);
    }

    Cli.run("import", directory.resolve("in").toString(), "chain:" + file).ended(ExitCode.OK);

    Cli.run("outbox", "flush", file).ended(ExitCode.OK);
    Cli.run("check", "chain:" + file, Servers.sqlUri(name)).ended(ExitCode.OK);
    Cli.run("check", Servers.sqlUri(name), Servers.etcdUri(name)).ended(ExitCode.OK);
    Cli.run("export", "chain:" + file, directory.resolve("out").toString()).ended(ExitCode.OK);
    assertThat(directory.resolve("out/docs/49")).hasContent("text 49");
  }
}
