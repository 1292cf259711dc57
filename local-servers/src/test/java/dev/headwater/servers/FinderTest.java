package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FinderTest {
  private static final Map<String, String> EMPTY = Map.of();

  @Test
  void missingEtcdSaysWhatWasTriedAndWhatToSet() {
    assertThatThrownBy(() -> new EtcdFinder(EMPTY, () -> false).find())
        .isInstanceOf(ServerNotFoundException.class)
        .hasMessageContaining(
            "HEADWATER_ETCD is not set; no etcd on the PATH; no Docker; the Debian")
        .hasMessageContaining("Set HEADWATER_ETCD=host:port");
  }

  @Test
  void aClusterOfOnesOwnNeedsTheProgram() {
    assertThatThrownBy(() -> new EtcdFinder(EMPTY, () -> true).start(EtcdOptions.threeNodes()))
        .isInstanceOf(ServerNotFoundException.class)
        .hasMessageContaining("no etcd on the PATH");
  }

  @Test
  void badEtcdAddressIsRejectedNotSkipped() {
    EtcdFinder finder = new EtcdFinder(Map.of("HEADWATER_ETCD", "http://localhost"), () -> false);
    assertThatThrownBy(finder::find)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HEADWATER_ETCD must be host:port");
  }

  @Test
  void etcdAddressMayNameSeveralNodes() {
    assertThat(ForeignEtcd.parse("a:1, b:2").endpoints()).containsExactly("a:1", "b:2");
  }

  @Test
  void sqlAddressComesFirstAndTakesThePassword() {
    Map<String, String> environment =
        Map.of("HEADWATER_SQL", "cockroach://root@db:1/d", "HEADWATER_SQL_PASSWORD", "secret");
    SqlNode node = new SqlFinder(environment, () -> false).find();
    assertThat(node).isInstanceOf(ForeignSql.class);
    assertThat(node.address().password()).isEqualTo("secret");
    assertThat(node.origin()).contains("HEADWATER_SQL").doesNotContain("secret");
    assertThatThrownBy(node::kill).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void programsAreFoundByNameAmongExecutableFiles() {
    assertThat(Programs.find("sh", Map.of("PATH", "/nowhere::/bin"))).isPresent();
    assertThat(Programs.find("passwd", Map.of("PATH", "/etc"))).isEmpty();
  }
}
