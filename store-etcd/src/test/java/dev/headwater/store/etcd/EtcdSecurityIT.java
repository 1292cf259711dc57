package dev.headwater.store.etcd;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.servers.TlsFiles;
import dev.headwater.store.Batch;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Encryption, client certificates, users and passwords, right and wrong. */
class EtcdSecurityIT {

  @Test
  void certificatesOnBothSides() {
    try (EtcdCluster cluster = EtcdCluster.start(EtcdOptions.oneNode().withMutualTls());
        EtcdCluster other = EtcdCluster.start(EtcdOptions.oneNode().withMutualTls())) {
      TlsFiles tls = cluster.tls();
      String certificate = "&cert=%s&key=%s".formatted(tls.clientCertificate(), tls.clientKey());
      try (EtcdStore store = open(cluster, "?tls=on&ca=" + tls.authority() + certificate);
          Followed feed = new Followed(store, FeedRequest.after(store.head()))) {
        assertThat(store.merge(Write.of(value("a", 1, "x")))).isEqualTo(MergeOutcome.written());
        assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
        feed.await(List.of(value("a", 1, "x")));
      }
      refused(cluster, "?tls=on&ca=" + other.tls().authority() + certificate);
      refused(cluster, "?tls=on" + certificate);
      refused(cluster, "?tls=on&ca=" + tls.authority());
      try (EtcdStore store = open(cluster, "?tls=off&timeout=1s")) {
        assertThatThrownBy(() -> store.read(key("a"))).isInstanceOf(StoreException.class);
      }
    }
  }

  @Test
  void usersAndPasswords() {
    EtcdOptions options = EtcdOptions.oneNode().withUser("alice", "correct horse");
    try (EtcdCluster cluster = EtcdCluster.start(options)) {
      try (EtcdStore store = open(cluster, "alice@", "correct horse");
          Followed feed = new Followed(store, FeedRequest.after(store.head()))) {
        assertThat(store.mergeAll(Batch.of(values("k", 300, 1))))
            .containsOnly(MergeOutcome.written());
        feed.await(values("k", 300, 1));
        cluster.restart(0); // simple tokens are forgotten
        assertThat(store.read(key("k00000"))).isEqualTo(values("k", 1, 1).get(0));
        assertThat(store.merge(Write.of(value("later", 1, "x"))).isHeld()).isTrue();
        feed.await(List.of(value("later", 1, "x")));
      }
      try (EtcdStore store = open(cluster, "alice@", "battery staple")) {
        assertThatThrownBy(() -> store.merge(Write.of(value("a", 1, "x"))))
            .isInstanceOf(RejectedException.class)
            .hasMessageContaining("etcd refused the user 'alice'")
            .hasMessageContaining("check HEADWATER_ETCD_PASSWORD")
            .hasMessageNotContaining("staple");
      }
      try (EtcdStore store = open(cluster, "", "")) {
        assertThatThrownBy(() -> store.read(key("a")))
            .isInstanceOf(RejectedException.class)
            .hasMessageContaining("asks for a user: add USER@");
      }
    }
  }

  @Test
  void aUserIsNoHarmWhereNobodyAsks() {
    try (EtcdCluster cluster = EtcdCluster.start(EtcdOptions.oneNode());
        EtcdStore store = open(cluster, "alice@", "correct horse")) {
      assertThat(store.merge(Write.of(value("a", 1, "x")))).isEqualTo(MergeOutcome.written());
    }
  }

  private static void refused(EtcdCluster cluster, String parameters) {
    try (EtcdStore store = open(cluster, parameters)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> store.merge(Write.of(value("a", 9, "x"))))
          .as(parameters)
          .isInstanceOfSatisfying(
              RejectedException.class,
              error -> assertThat(error.reason()).isEqualTo(Reason.PERMISSION))
          .hasMessageContaining("check ca, cert and key");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }
  }

  private static EtcdStore open(EtcdCluster cluster, String parameters) {
    return EtcdStore.open(
        EtcdStoreConfig.of(
            StoreUri.parse("etcd://" + cluster.endpoints().get(0) + "/app" + parameters), Map.of()),
        new ManualClock());
  }

  private static EtcdStore open(EtcdCluster cluster, String user, String password) {
    return EtcdStore.open(
        EtcdStoreConfig.of(
            StoreUri.parse("etcd://" + user + cluster.endpoints().get(0) + "/app"),
            Map.of(EtcdStoreConfig.PASSWORD_VARIABLE, password)),
        new ManualClock());
  }
}
