package dev.headwater.store.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUriTest {

  private static final String PASSWORD = "hunter2";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "memory:                                | memory    | -     | ''                  | ''",
        "MEMORY:name                            | memory    | -     | ''                  | name",
        "etcd://localhost                       | etcd      | -     | localhost           | ''",
        "etcd://localhost/                      | etcd      | -     | localhost           | ''",
        "etcd://a:2379,b:2380/prefix            | etcd      | -     | a:2379 b:2380       | prefix",
        "etcd://h/some/deep/prefix/             | etcd      | -     | h                   | some/deep/prefix/",
        "etcd://[::1]:2379/p                    | etcd      | -     | [::1]:2379          | p",
        "cockroach://root@h:26257/db?table=t    | cockroach | root  | h:26257             | db",
        "postgresql://u%40x@h/db                | postgresql| u@x   | h                   | db",
        "etcd://h/a%20b+c%2Fd                   | etcd      | -     | h                   | a b+c/d",
        "etcd://127.0.0.1:65535/x               | etcd      | -     | 127.0.0.1:65535     | x"
      })
  void aUriHasTheseParts(String text, String scheme, String user, String hosts, String path) {
    StoreUri uri = StoreUri.parse(text);
    assertThat(uri.scheme()).isEqualTo(scheme);
    assertThat(uri.user().orElse(null)).isEqualTo(user);
    assertThat(String.join(" ", uri.hosts().stream().map(StoreUri.Host::toString).toList()))
        .isEqualTo(hosts);
    assertThat(uri.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "etcd",
        "://h",
        "1etcd://h",
        "etcd://",
        "etcd:///p",
        "etcd://h:99999",
        "etcd://h:port",
        "etcd://a,,b",
        "etcd://a b/",
        "etcd://h:",
        "etcd://h/p?x",
        "etcd://h/p?=1",
        "etcd://h/p?a=1&a=2",
        "etcd://h/p#fragment",
        "etcd://h/p%zz",
        "etcd://h/%2"
      })
  void whatIsNoUriIsRefused(String text) {
    assertThatThrownBy(() -> StoreUri.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cockroach://root:hunter2@h/db",
        "cockroach://root:hunter2@h:port/db",
        "cockroach://root:hunter2@h/db#x",
        "cockroach://root:hunter2@h/db?x",
        "cockroach://:hunter2@h/db",
        "1bad://root:hunter2@h/db",
        "cockroach://root:hun@hunter2@h/db",
        "cockroach://h/db?password=hunter2",
        "cockroach://h/db?sslpassword=hunter2",
        "cockroach://h/db?user=hunter2&password",
        "cockroach://h/db?Password=hunter2",
        "cockroach://root:hun/hunter2@h/db",
        "no uri root:hunter2@h/db",
        "cockroach://h/db?password=hunter2#x",
        "cockroach://h/db?table=t&password:hunter2"
      })
  void aPasswordIsRefusedAndNeverRepeated(String text) {
    assertThatThrownBy(() -> StoreUri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(PASSWORD)
        .hasMessageNotContaining("hun");
  }

  @Test
  void theTextForMessagesHasNoParameters() {
    assertThat(StoreUri.parse("cockroach://root@h:1,g/db?table=t&x=y"))
        .hasToString("cockroach://root@h:1,g/db");
    assertThat(StoreUri.parse("memory:")).hasToString("memory:");
  }

  @Test
  void parametersAreDecoded() {
    StoreUri uri = StoreUri.parse("etcd://h/p?a=1%262&b=x=y&empty=");
    assertThat(uri.parameters()).isEqualTo(Map.of("a", "1&2", "b", "x=y", "empty", ""));
    assertThat(uri.parameter("none")).isEmpty();
  }

  @Test
  void durationsNumbersAndWordsAreChecked() {
    StoreUri uri = StoreUri.parse("etcd://h/p?t=500ms&s=2s&m=1m&h=1h&n=42&w=on");
    assertThat(uri.duration("t")).contains(Duration.ofMillis(500));
    assertThat(uri.duration("s")).contains(Duration.ofSeconds(2));
    assertThat(uri.duration("m")).contains(Duration.ofMinutes(1));
    assertThat(uri.duration("h")).contains(Duration.ofHours(1));
    assertThat(uri.duration("none")).isEmpty();
    assertThat(uri.number("n", 1, 42)).contains(42L);
    assertThat(uri.word("w", Set.of("on", "off"))).contains("on");
    assertThatThrownBy(() -> uri.number("n", 1, 41)).hasMessageContainingAll("n", "42", "1 to 41");
    assertThatThrownBy(() -> uri.number("w", 1, 41)).hasMessageContaining("'on'");
    assertThatThrownBy(() -> uri.word("w", Set.of("yes", "no"))).hasMessageContaining("no, yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0s", "5", "s", "-1s", "1.5s", "1d", "1234567890s", "1s1"})
  void badDurationsAreRefusedByName(String value) {
    StoreUri uri = StoreUri.parse("etcd://h/p?timeout=" + value);
    assertThatThrownBy(() -> uri.duration("timeout"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout");
  }

  @Test
  void unknownParametersAreRefusedByName() {
    StoreUri uri = StoreUri.parse("etcd://h/p?tabel=x");
    assertThatThrownBy(() -> uri.requireParametersAmong(Set.of("table", "timeout")))
        .hasMessageContainingAll("'tabel'", "etcd", "table, timeout");
    uri.requireParametersAmong(Set.of("tabel"));
  }

  @Test
  void hostsHaveDefaultPortsAndMayBeLoopback() {
    assertThat(new StoreUri.Host("h", 0).withDefaultPort(2379)).hasToString("h:2379");
    assertThat(new StoreUri.Host("h", 1).withDefaultPort(2379)).hasToString("h:1");
    for (String name : List.of("localhost", "127.0.0.1", "127.1.2.3", "[::1]")) {
      assertThat(new StoreUri.Host(name, 0).isLoopback()).isTrue();
    }
    for (String name : List.of("example.org", "10.0.0.1", "localhost.example.org", "[::2]")) {
      assertThat(new StoreUri.Host(name, 0).isLoopback()).isFalse();
    }
  }

  @Test
  void aNameThatOnlyBeginsLikeLoopbackIsNot() {
    assertThat(new StoreUri.Host("127.example.org", 0).isLoopback()).isFalse();
  }

  @Test
  void relativeFilesBeginInTheDirectoryOfWhoNamesTheStore(@TempDir Path directory)
      throws Exception {
    Files.writeString(directory.resolve("secret"), PASSWORD);
    StoreUri uri = StoreUri.parse("sqlite:data/app.db?password-file=secret");

    assertThat(uri.file(uri.path())).isEqualTo(Path.of("data/app.db"));
    assertThat(uri.in(directory).file(uri.path())).isEqualTo(directory.resolve("data/app.db"));
    assertThat(uri.in(directory).file("/etc/x")).isEqualTo(Path.of("/etc/x"));
    assertThat(uri.in(directory).secret("password", "X", Map.of()).orElseThrow().reveal())
        .isEqualTo(PASSWORD);
    assertThatThrownBy(() -> uri.file("a\u0000b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the path of a file");
  }

  @Test
  void secretsComeFromAFileOrElseTheEnvironment(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), PASSWORD + "\n");
    Map<String, String> variables = Map.of("DB_PASSWORD", "from the environment");
    StoreUri withFile = StoreUri.parse("cockroach://h/db?password-file=" + file);
    StoreUri without = StoreUri.parse("cockroach://h/db");
    assertThat(withFile.secret("password", "DB_PASSWORD", variables).orElseThrow().reveal())
        .isEqualTo(PASSWORD);
    assertThat(without.secret("password", "DB_PASSWORD", variables).orElseThrow().reveal())
        .isEqualTo("from the environment");
    assertThat(without.secret("password", "DB_PASSWORD", Map.of())).isEmpty();
    assertThat(without.secret("password", "DB_PASSWORD", Map.of("DB_PASSWORD", ""))).isEmpty();
  }
}
