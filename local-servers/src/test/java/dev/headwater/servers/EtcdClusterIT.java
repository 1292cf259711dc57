package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class EtcdClusterIT {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Test
  void whatWasFoundIsWrittenDown(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("used/servers.txt");
    System.setProperty(UsedServers.FILE_PROPERTY, file.toString());
    try (EtcdCluster etcd = EtcdCluster.find()) {
      assertThat(etcd.description()).matches("etcd \\d+\\.\\d+\\.\\d+ .+, \\d+ nodes?");
      assertThat(Files.readAllLines(file)).containsExactly("etcd: " + etcd.description());
    } finally {
      System.clearProperty(UsedServers.FILE_PROPERTY);
    }
  }

  @Test
  void dataAndPortStayOverKillAndRestart() {
    try (EtcdCluster etcd = EtcdCluster.start(EtcdOptions.oneNode())) {
      EtcdGateway gateway = etcd.nodes().gateway(0);
      gateway.put("k", "v");
      etcd.kill(0);
      assertThat(gateway.isHealthy()).isFalse();
      etcd.restart(0);
      assertThat(gateway.contains("k", "v")).isTrue();
    }
  }

  @Test
  void threeNodesGoOnWithoutOne() {
    try (EtcdCluster etcd = EtcdCluster.start(EtcdOptions.threeNodes())) {
      assertThat(etcd.endpoints()).hasSize(3).doesNotHaveDuplicates();
      etcd.kill(2);
      putWhenLed(etcd.nodes().gateway(0), "killed");
      etcd.restart(2);
      assertThat(etcd.nodes().gateway(2).contains("k", "killed")).isTrue();
      etcd.pause(1);
      putWhenLed(etcd.nodes().gateway(0), "paused");
      etcd.resume(1);
      EtcdGateway resumed = etcd.nodes().gateway(1);
      assertThat(Await.reached(DEADLINE, resumed::isHealthy)).isTrue();
      assertThat(resumed.contains("k", "paused")).isTrue();
    }
  }

  /** The node that went may have been the leader. */
  private static void putWhenLed(EtcdGateway gateway, String value) {
    assertThat(Await.reached(DEADLINE, () -> gateway.isHealthy())).isTrue();
    assertThat(gateway.put("k", value)).isPositive();
  }

  @Test
  void allNodesCanBeStartedAgainOneByOne() {
    try (EtcdCluster etcd = EtcdCluster.start(EtcdOptions.threeNodes())) {
      etcd.nodes().gateway(0).put("k", "v");
      for (int node = 0; node < etcd.size(); node++) {
        etcd.kill(node);
      }
      for (int node = 0; node < etcd.size(); node++) {
        etcd.restart(node);
      }
      assertThat(etcd.nodes().gateway(2).contains("k", "v")).isTrue();
    }
  }

  @Test
  void compactedRevisionsAreGone() {
    try (EtcdCluster etcd = EtcdCluster.start(EtcdOptions.oneNode())) {
      long written = etcd.nodes().gateway(0).put("k", "v");
      assertThat(etcd.revision()).isEqualTo(written);
      assertThat(etcd.compact()).isEqualTo(written);
      assertThatThrownBy(etcd::compact)
          .isInstanceOf(ServerFailedException.class)
          .hasMessageContaining("compacted");
    }
  }

  @Test
  void mutualTlsTurnsAwayWhoHasNoCertificate() {
    try (EtcdCluster etcd = EtcdCluster.start(EtcdOptions.oneNode().withMutualTls())) {
      assertThat(etcd.nodes().gateway(0).put("k", "v")).isPositive();
      TlsFiles tls = etcd.tls();
      assertThat(tls).isNotNull();
      assertThat(tls.clientKey()).content().startsWith("-----BEGIN PRIVATE KEY-----");
      assertThat(tls.authority()).content().startsWith("-----BEGIN CERTIFICATE-----");
      assertThat(new EtcdGateway(etcd.endpoints().get(0), null, null).isHealthy()).isFalse();
    }
  }

  @Test
  void authenticationTurnsAwayWhoHasNoToken() {
    EtcdOptions options = EtcdOptions.oneNode().withUser("writer", "se\"cret");
    try (EtcdCluster etcd = EtcdCluster.start(options)) {
      EtcdGateway stranger = new EtcdGateway(etcd.endpoints().get(0), null, null);
      assertThatThrownBy(() -> stranger.put("k", "v")).hasMessageContaining("user name is empty");
      assertThat(etcd.nodes().gateway(0).put("k", "v")).isPositive();
      assertThat(etcd.compact()).isPositive();
      etcd.restart(0);
      assertThat(etcd.nodes().gateway(0).contains("k", "v")).isTrue();
    }
  }

  @Test
  void unknownFlagFailsWithTheLog() {
    EtcdOptions options = EtcdOptions.oneNode().withFlags("--no-such-flag");
    assertThatThrownBy(() -> EtcdCluster.start(options))
        .isInstanceOf(ServerFailedException.class)
        .hasMessageContaining("ended at once")
        .hasMessageContaining("no-such-flag");
  }

  @Test
  void foundClusterIsUsedAndLeftAlone() {
    try (EtcdCluster running = EtcdCluster.start(EtcdOptions.oneNode())) {
      Map<String, String> environment = Map.of("HEADWATER_ETCD", running.endpoints().get(0));
      EtcdFinder finder = new EtcdFinder(environment, () -> false);
      try (EtcdCluster found = EtcdCluster.recorded(finder.find())) {
        assertThat(found.endpoints()).isEqualTo(running.endpoints());
        assertThat(found.isLocal()).isFalse();
        assertThatThrownBy(() -> found.kill(0)).isInstanceOf(UnsupportedOperationException.class);
      }
      assertThat(running.nodes().gateway(0).isHealthy()).isTrue();
    }
  }

  @Test
  void closedClusterCannotBeRestarted() {
    EtcdCluster etcd = EtcdCluster.start(EtcdOptions.oneNode());
    etcd.close();
    etcd.close();
    assertThatThrownBy(() -> etcd.restart(0)).isInstanceOf(IllegalStateException.class);
  }
}
