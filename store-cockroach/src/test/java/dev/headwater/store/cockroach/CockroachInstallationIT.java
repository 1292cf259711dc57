package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.servers.SqlServer;
import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Write;
import dev.headwater.store.spi.StoreUri;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The table is made at first use, and what is wrong with a database is told in one line. */
class CockroachInstallationIT {

  private final SqlTable table = new SqlTable();

  @AfterEach
  void close() {
    table.close();
  }

  @RepeatedTest(5)
  void processesThatStartTogetherMakeOneTable() throws Exception {
    int processes = 6;
    SqlTable fresh = SqlTable.inNewDatabase();
    CyclicBarrier start = new CyclicBarrier(processes);
    ExecutorService threads = Executors.newFixedThreadPool(processes);
    try {
      List<Future<String>> incarnations = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        Key key = Key.of("k" + i);
        incarnations.add(threads.submit(() -> firstUse(fresh, start, key)));
      }
      assertThat(distinct(incarnations)).hasSize(1);
      assertThat(fresh.select("SELECT count(*) FROM $t")).isEqualTo("" + processes);
    } finally {
      threads.shutdownNow();
      fresh.close();
    }
  }

  private static String firstUse(SqlTable table, CyclicBarrier start, Key key) throws Exception {
    CockroachStoreConfig config = table.config("timeout=20s", "pool=1");
    try (CockroachStore store = CockroachStore.open(config, InstantSource.system())) {
      start.await();
      store.merge(Write.of(value(key, 1, "x")));
      return store.head().incarnation();
    }
  }

  private static Set<String> distinct(List<Future<String>> all)
      throws InterruptedException, ExecutionException {
    Set<String> distinct = new HashSet<>();
    for (Future<String> one : all) {
      distinct.add(one.get());
    }
    return distinct;
  }

  @Test
  void theNameSaysWhatTheServerIs() {
    try (CockroachStore store = open()) {
      assertThat(store.name())
          .isEqualTo(table.dialect().title() + "(" + table.config().location() + ")");
    }
  }

  @Test
  void aTableOfANewerVersionIsRefusedAndNotTouched() {
    open().close();
    try (CockroachStore store = open()) {
      store.head();
    }
    table.execute(
        "UPDATE %s SET version = 2 WHERE table_name = '%s'"
            .formatted(CockroachSchema.META_TABLE, table.name()));
    try (CockroachStore store = open()) {
      assertThatThrownBy(() -> store.merge(Write.of(value("a", 1, "x"))))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
          .hasMessageContaining("has version 2, and this program knows 1");
    }
    assertThat(table.select("SELECT count(*) FROM $t")).isEqualTo("0");
  }

  @Test
  void aTableThatIsDroppedUnderAStoreIsMadeAnewAsAnother() {
    try (CockroachStore store = open()) {
      store.merge(Write.of(value("a", 1, "x")));
      Mark before = store.head();
      table.close();
      assertThat(store.merge(Write.of(value("a", 1, "x"))).wrote()).isTrue();
      assertThat(store.head().incarnation()).isNotEqualTo(before.incarnation());
    }
  }

  @Test
  void aTableThatIsThereNeedsNoRightToMakeOne() {
    try (CockroachStore store = open()) {
      store.merge(Write.of(value("a", 1, "x")));
    }
    String user = "reader_" + table.name();
    table.execute("CREATE USER " + user);
    try {
      table.execute("GRANT SELECT ON $t, " + CockroachSchema.META_TABLE + " TO " + user);
      try (CockroachStore store = as(user, table.server().database())) {
        assertThat(store.read(Key.of("a"))).isEqualTo(value("a", 1, "x"));
        assertThatThrownBy(() -> store.merge(Write.of(value("a", 2, "x"))))
            .isInstanceOfSatisfying(
                RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PERMISSION))
            .hasMessageContaining("grant");
      }
    } finally {
      table.execute("REVOKE ALL ON $t, " + CockroachSchema.META_TABLE + " FROM " + user);
      table.execute("DROP USER " + user);
    }
  }

  @Test
  void aDatabaseThatIsMissingIsNamed() {
    try (CockroachStore store = as(table.server().user(), "no_such_database")) {
      assertThatThrownBy(() -> store.read(Key.of("a")))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
          .hasMessageContaining("'no_such_database' does not exist; create it");
    }
  }

  @Test
  void aUserThatIsUnknownIsRefused() {
    try (CockroachStore store = as("no_such_user", table.server().database())) {
      requireRefused(store);
    }
  }

  @Test
  void aWrongPasswordIsRefusedAndNotTold() {
    String user = "locked_" + table.name();
    table.execute("CREATE USER " + user + " PASSWORD 'right'");
    try (PasswordsRequired required = PasswordsRequired.of(table, user);
        CockroachStore store = as(user, table.server().database())) {
      assertThat(required).isNotNull();
      requireRefused(store);
    } finally {
      table.execute("DROP USER " + user);
    }
  }

  private static void requireRefused(CockroachStore store) {
    assertThatThrownBy(() -> store.read(Key.of("a")))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PERMISSION))
        .hasMessageContaining("HEADWATER_SQL_PASSWORD")
        .hasMessageNotContaining("wr0ng");
  }

  private CockroachStore open(String... parameters) {
    return CockroachStore.open(table.config(parameters), InstantSource.system());
  }

  private CockroachStore as(String user, String database) {
    SqlServer server = table.server();
    String uri =
        "postgresql://%s@%s:%d/%s?table=%s"
            .formatted(user, server.host(), server.port(), database, table.name());
    return CockroachStore.open(
        CockroachStoreConfig.of(
            StoreUri.parse(uri), Map.of(CockroachStoreConfig.PASSWORD_VARIABLE, "wr0ng")),
        InstantSource.system());
  }
}
