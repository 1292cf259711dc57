package dev.headwater.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.it.Servers;
import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.servers.FaultProxy;
import dev.headwater.servers.SqlServer;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users read when something is wrong with a server, or with what they give it. */
@Tag("long")
class CliFailuresIT {

  private static final Duration DEADLINE = Duration.ofSeconds(8);

  @TempDir Path directory;

  /** Runs the command, which must end within its deadline. */
  private static Cli.Result inTime(String... args) {
    Instant begin = Instant.now();
    Cli.Result result = Cli.run(args);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(DEADLINE);
    return result;
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aDeadEtcdIsToldWithinItsDeadline() throws IOException {
    String store = "etcd://127.0.0.1:%d/app?timeout=1s".formatted(unusedPort());

    inTime("get", store, "a").ended(ExitCode.UNAVAILABLE).withOneLine("read of 'a'", "127.0.0.1");
    inTime("put", store, "a", "v").ended(ExitCode.UNAVAILABLE).withOneLine("'a'");
    inTime("ls", store).ended(ExitCode.UNAVAILABLE).withOneLine("127.0.0.1");
    inTime("watch", store).ended(ExitCode.UNAVAILABLE).withOneLine("127.0.0.1");
  }

  @Test
  void aDeadSqlServerIsToldWithinItsDeadline() throws IOException {
    String store = "postgresql://me@127.0.0.1:%d/app?timeout=3s".formatted(unusedPort());

    inTime("get", store, "a").ended(ExitCode.UNAVAILABLE).withOneLine("read of 'a'", "127.0.0.1");
    inTime("put", store, "a", "v").ended(ExitCode.UNAVAILABLE).withOneLine("'a'");
    inTime("ls", store).ended(ExitCode.UNAVAILABLE).withOneLine("127.0.0.1");
    inTime("watch", store).ended(ExitCode.UNAVAILABLE).withOneLine("127.0.0.1");
  }

  @Test
  void aHostThatDoesNotExistIsTold() {
    inTime("get", "etcd://no-such-host.invalid/app?tls=off&timeout=1s", "a")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("no-such-host.invalid");
    inTime("get", "postgresql://me@no-such-host.invalid/app?timeout=3s", "a")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("no-such-host.invalid");
  }

  @Test
  void timeoutEndsAWaitForADeadServer() throws IOException {
    String store = "etcd://127.0.0.1:%d/app?timeout=60s".formatted(unusedPort());

    inTime("get", store, "a", "--timeout", "1s")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("--timeout");
  }

  @Test
  void aDatabaseThatIsMissingIsNamed() {
    inTime("get", Servers.sql().uri("no_such_database"), "a")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("no_such_database");
  }

  @Test
  void aWrongPasswordOfEtcdIsToldWithoutIt() {
    try (EtcdCluster cluster =
        EtcdCluster.start(EtcdOptions.oneNode().withUser("me", "right-password"))) {
      String store = "etcd://me@%s/app?timeout=3s".formatted(cluster.endpoints().get(0));

      Cli.Result wrong =
          Cli.run(Map.of("HEADWATER_ETCD_PASSWORD", "wrong-password"), "get", store, "a");

      wrong.ended(ExitCode.UNAVAILABLE).withOneLine("'me'", "HEADWATER_ETCD_PASSWORD");
      assertThat(wrong.err()).doesNotContain("wrong-password");
      Cli.run(Map.of("HEADWATER_ETCD_PASSWORD", ""), "get", store, "a")
          .ended(ExitCode.USAGE)
          .withOneLine("HEADWATER_ETCD_PASSWORD");
      Cli.run(Map.of("HEADWATER_ETCD_PASSWORD", "right-password"), "put", store, "a", "v")
          .ended(ExitCode.OK);
    }
  }

  @Test
  void aWrongPasswordOfSqlIsToldWithoutIt() throws SQLException {
    String user = Servers.freshName();
    try (AutoCloseableSql required = AutoCloseableSql.passwordOf(user, "right-password")) {
      String store =
          Servers.sqlUri(Servers.freshName()).replaceFirst("//[^@]*@", "//" + user + "@");

      Cli.Result wrong =
          Cli.run(Map.of("HEADWATER_SQL_PASSWORD", "wrong-password"), "get", store, "a");

      assertThat(required).isNotNull();
      wrong.ended(ExitCode.UNAVAILABLE).withOneLine(user, "HEADWATER_SQL_PASSWORD");
      assertThat(wrong.err()).doesNotContain("wrong-password");
    }
  }

  /** A user of the SQL server who needs a password, as long as this is open. */
  private record AutoCloseableSql(String user) implements AutoCloseable {

    private static final String EVERYBODY = "host all all all trust";

    static AutoCloseableSql passwordOf(String user, String password) throws SQLException {
      execute("create user %s with password '%s'".formatted(user, password));
      rules("host all " + user + " all scram-sha-256', '" + EVERYBODY);
      return new AutoCloseableSql(user);
    }

    /* A server that was not started here asks for passwords already. */
    private static void rules(String lines) throws SQLException {
      SqlServer server = Servers.sql();
      if (server.isLocal() && server.kind() == SqlServer.Kind.POSTGRESQL) {
        execute("copy (select unnest(array['%s'])) to '%s'".formatted(lines, ruleFile()));
        execute("select pg_reload_conf()");
      }
    }

    private static String ruleFile() throws SQLException {
      try (Connection connection = Servers.sql().connect(Servers.sql().database());
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("show hba_file")) {
        rows.next();
        return rows.getString(1);
      }
    }

    private static void execute(String sql) throws SQLException {
      try (Connection connection = Servers.sql().connect(Servers.sql().database());
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws SQLException {
      rules(EVERYBODY);
      execute("drop user " + user);
    }
  }

  @Test
  void aFileThatIsTooLongForEtcdStopsAnImportBeforeTheFirstWrite() throws IOException {
    Files.write(directory.resolve("long"), new byte[2 << 20]);
    Files.write(directory.resolve("a"), new byte[1]);
    String store = Servers.etcdUri(Servers.freshName());

    Cli.run("import", directory.toString(), store)
        .ended(ExitCode.REFUSED)
        .withOneLine("'long'", "2.0 MiB", "nothing was written");

    assertThat(Cli.run("ls", "--all", store).ended(ExitCode.OK).out()).isEmpty();
  }

  @Test
  void whatSomebodyElseWroteToEtcdIsToldAndKept() throws Exception {
    String prefix = Servers.freshName();
    String endpoint = Servers.etcd().endpoints().get(0);
    String store = Servers.etcdUri(endpoint, prefix);
    Cli.run("put", store, "good", "v").ended(ExitCode.OK);
    ByteSequence key = ByteSequence.from(prefix + "/bad", StandardCharsets.UTF_8);
    ByteSequence foreign = ByteSequence.from("not a record", StandardCharsets.UTF_8);
    try (Client client = Client.builder().endpoints("http://" + endpoint).build()) {
      client.getKVClient().put(key, foreign).get(5, TimeUnit.SECONDS);

      Cli.run("get", store, "bad").ended(ExitCode.DIFFERENT).withOneLine("'bad'");
      Cli.run("put", store, "bad", "v").ended(ExitCode.DIFFERENT).withOneLine("'bad'");
      Cli.Result listed = Cli.run("ls", store).ended(ExitCode.DIFFERENT).withOneLine("'bad'");
      assertThat(listed.lines()).containsExactly("good");
      String sql = Servers.sqlUri(Servers.freshName());
      Cli.Result synced = Cli.run("sync", store, sql, "--json").ended(ExitCode.DIFFERENT);
      assertThat(synced.summary().get("held").asInt()).isEqualTo(1);
      assertThat(synced.summary().get("copied").asInt()).isEqualTo(1);

      assertThat(client.getKVClient().get(key).get(5, TimeUnit.SECONDS).getKvs())
          .singleElement()
          .satisfies(held -> assertThat(held.getValue()).isEqualTo(foreign));
    }
  }

  @Test
  void aServerThatDiesAmidAnImportIsToldAndASecondRunDoesTheRest() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Files.writeString(directory.resolve("f" + i), "text " + i);
    }
    String prefix = Servers.freshName();
    String direct = Servers.etcdUri(Servers.etcd().endpoints().get(0), prefix);
    try (FaultProxy proxy = proxy()) {
      proxy.delayMillis(20);
      String store = Servers.etcdUri(proxy.endpoint(), prefix);
      CompletableFuture<Cli.Result> running =
          CompletableFuture.supplyAsync(
              () -> Cli.run("import", directory.toString(), store, "--json"));
      while (Cli.run("ls", direct).lines().size() < 100 && !running.isDone()) {
        Thread.onSpinWait();
      }
      proxy.refuse();
      proxy.cutAll();

      Cli.Result broken = running.get(30, TimeUnit.SECONDS).ended(ExitCode.UNAVAILABLE);

      assertThat(broken.err().lines()).hasSize(1);
      assertThat(broken.summary().get("exitCode").asInt()).isEqualTo(3);
      assertThat(broken.summary().get("imported").asInt()).isLessThan(2_000);
    }
    Cli.run("import", directory.toString(), direct).ended(ExitCode.OK);
    assertThat(Cli.run("ls", direct).lines()).hasSize(2_000);
  }

  private static FaultProxy proxy() {
    String[] endpoint = Servers.etcd().endpoints().get(0).split(":", -1);
    return FaultProxy.inFrontOf(endpoint[0], Integer.parseInt(endpoint[1]));
  }
}
