package dev.headwater.store.cockroach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.spi.Secret;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.StoreUri.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CockroachStoreConfigTest {

  @Test
  void aUriNamesEverything() {
    CockroachStoreConfig config =
        config(
            "cockroach://ann@a:1,b/app?table=t_1&timeout=2s&pool=3&poll=10ms"
                + "&isolation=serializable&sslmode=require&sslrootcert=/r&sslcert=/c&sslkey=/k");
    assertThat(config.hosts()).containsExactly(new Host("a", 1), new Host("b", 26257));
    assertThat(config.user()).isEqualTo("ann");
    assertThat(config.database()).isEqualTo("app");
    assertThat(config.table()).isEqualTo("t_1");
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.poolSize()).isEqualTo(3);
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(10));
    assertThat(config.isolation()).contains(Isolation.SERIALIZABLE);
    assertThat(config.tls().mode()).isEqualTo("require");
    assertThat(config.tls().rootCert()).contains("/r");
    assertThat(config.tls().cert()).contains("/c");
    assertThat(config.tls().key()).contains("/k");
    assertThat(config.location()).isEqualTo("a:1,b:26257/app/t_1");
  }

  @Test
  void theRestHasDefaults() {
    CockroachStoreConfig config = config("postgresql://ann@db/app");
    assertThat(config.hosts()).isEqualTo(List.of(new Host("db", 5432)));
    assertThat(config.table()).isEqualTo("headwater");
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.poolSize()).isEqualTo(8);
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(50));
    assertThat(config.isolation()).isEmpty();
    assertThat(config.password()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, disable",
    "127.0.0.1, disable",
    "[::1], disable",
    "db.example, verify-full",
    "'localhost,db.example', verify-full"
  })
  void tlsIsFullUnlessTheServerIsOnThisMachine(String hosts, String mode) {
    assertThat(config("cockroach://ann@" + hosts + "/app").tls().mode()).isEqualTo(mode);
  }

  @Test
  void thePasswordComesFromTheEnvironment() {
    CockroachStoreConfig config =
        CockroachStoreConfig.of(
            StoreUri.parse("cockroach://ann@db/app"), Map.of("HEADWATER_SQL_PASSWORD", "s3cret"));
    assertThat(config.password()).map(Secret::reveal).contains("s3cret");
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @Test
  void aFileWithThePasswordGoesFirst(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "from file\n");
    CockroachStoreConfig config =
        CockroachStoreConfig.of(
            StoreUri.parse("cockroach://ann@db/app?password-file=" + file),
            Map.of("HEADWATER_SQL_PASSWORD", "s3cret"));
    assertThat(config.password()).map(Secret::reveal).contains("from file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T",
        "1t",
        "a-b",
        "a.b",
        "a b",
        "a\"b",
        "a;drop table x",
        "ä",
        "a'",
        "headwater_meta",
        "t23456789012345678901234567890123456789012345678901234567_59"
      })
  void aTableThatIsNoPlainNameIsRefused(String table) {
    assertThatThrownBy(
            () ->
                config(
                    "cockroach://ann@db/app?table="
                        + java.net.URLEncoder.encode(
                            table, java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("table");
  }

  @Test
  void theLongestTableNameLeavesRoomForItsIndex() {
    String longest = "t".repeat(CockroachStoreConfig.MAX_TABLE_LENGTH);
    assertThat(config("cockroach://ann@db/app?table=" + longest).table()).isEqualTo(longest);
    assertThat((longest + "_feed").length()).isEqualTo(63);
  }

  @ParameterizedTest
  @CsvSource({
    "cockroach://db/app, user",
    "cockroach://ann@db, database",
    "cockroach://ann@db/, database",
    "cockroach://ann@db/a/b, database",
    "cockroach:app, host",
    "cockroach://ann@db/app?tabel=x, tabel",
    "cockroach://ann@db/app?table=, table",
    "cockroach://ann@db/app?pool=0, pool",
    "cockroach://ann@db/app?pool=257, pool",
    "cockroach://ann@db/app?timeout=99ms, timeout",
    "cockroach://ann@db/app?timeout=11m, timeout",
    "cockroach://ann@db/app?timeout=soon, timeout",
    "cockroach://ann@db/app?sslmode=maybe, sslmode",
    "cockroach://ann@db/app?isolation=none, isolation",
    "cockroach://ann@db/app?password-file=/no/such/file, secret file",
    "mysql://ann@db/app, mysql"
  })
  void aWrongPartIsNamed(String uri, String part) {
    assertThatThrownBy(() -> config(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  @Test
  void aPasswordInTheUriIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> config("cockroach://ann:s3cret@db/app"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  private static CockroachStoreConfig config(String uri) {
    return CockroachStoreConfig.of(StoreUri.parse(uri), Map.of());
  }
}
