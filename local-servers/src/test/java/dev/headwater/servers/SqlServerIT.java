package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlServerIT {
  private static SqlServer server;

  @BeforeAll
  static void start() {
    server = SqlServer.find();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void addressAndDescriptionFitTheServer() throws SQLException {
    String scheme = server.kind() == SqlServer.Kind.COCKROACH ? "cockroach" : "postgresql";
    assertThat(server.uri())
        .startsWith(scheme + "://" + server.user() + "@" + server.host() + ":" + server.port());
    assertThat(server.description()).matches("(CockroachDB|PostgreSQL) v?\\d+\\.\\d+.* .+");
    String url = server.jdbcUrl();
    try (Connection connection =
        DriverManager.getConnection(url, server.user(), server.password())) {
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  @Test
  void databasesAreSeparateAndCanBeDropped() throws SQLException {
    server.createDatabase("first");
    server.createDatabase("second");
    run("first", "create table t (k int primary key)");
    assertThatThrownBy(() -> run("second", "select k from t"))
        .hasMessageContaining("does not exist");
    Connection open = server.connect("first");
    server.dropDatabase("first");
    server.dropDatabase("first");
    server.dropDatabase("second");
    assertThatThrownBy(() -> server.connect("first")).hasMessageContaining("does not exist");
    assertThat(open.isValid(5)).isFalse();
    open.close();
  }

  @Test
  void databaseNamesAreChecked() {
    assertThatThrownBy(() -> server.createDatabase("a; drop table b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must match");
  }

  @Test
  void cutConnectionsBreaksTheOpenAndNotTheNew() throws SQLException {
    try (Connection open = server.connect(server.database())) {
      server.cutConnections();
      assertThat(open.isValid(5)).isFalse();
    }
    run(server.database(), "select 1");
  }

  @Test
  void committedDataAndPortStayOverKillAndRestart() throws SQLException {
    assumeTrue(server.isLocal(), "a server that somebody else runs is not restarted");
    server.createDatabase("kept");
    run("kept", "create table t (k int primary key)");
    run("kept", "insert into t values (42)");
    int port = server.port();
    server.kill();
    assertThatThrownBy(() -> server.connect("kept")).isInstanceOf(SQLException.class);
    server.restart();
    assertThat(server.port()).isEqualTo(port);
    assertThat(value("kept", "select k from t")).isEqualTo("42");
    server.dropDatabase("kept");
  }

  @Test
  void postgresSyncsItsCommits() throws SQLException {
    assumeTrue(server.kind() == SqlServer.Kind.POSTGRESQL && server.isLocal());
    assertThat(value(server.database(), "show fsync")).isEqualTo("on");
    assertThat(value(server.database(), "show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(value(server.database(), "show unix_socket_directories")).isEmpty();
  }

  @Test
  void foundServerIsUsedAndLeftAlone() throws SQLException {
    SqlFinder finder = new SqlFinder(Map.of("HEADWATER_SQL", server.uri()), () -> false);
    try (SqlServer found = SqlServer.recorded(finder.find())) {
      assertThat(found.uri()).isEqualTo(server.uri());
      assertThat(found.isLocal()).isFalse();
      assertThatThrownBy(found::restart).isInstanceOf(UnsupportedOperationException.class);
    }
    run(server.database(), "select 1");
  }

  private static void run(String database, String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(String database, String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
