package dev.headwater.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Capabilities.Limits;
import dev.headwater.store.Store;
import dev.headwater.store.etcd.EtcdStoreConfig.ClientCertificate;
import dev.headwater.store.etcd.EtcdStoreConfig.Tls;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.StoreUri.Host;
import dev.headwater.store.spi.Stores;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.TimeRules;
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

class EtcdStoreConfigTest {

  private static final Map<String, String> PASSWORD =
      Map.of("HEADWATER_ETCD_PASSWORD", "correct horse");

  @TempDir Path directory;

  @Test
  void theDefaults() {
    EtcdStoreConfig config = parse("etcd://localhost/app");
    assertThat(config.endpoints()).containsExactly(new Host("localhost", 2379));
    assertThat(config.prefix()).isEqualTo("app");
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.maxRequestBytes()).isEqualTo(1_572_864);
    assertThat(config.tls()).isNull();
    assertThat(config.login()).isNull();
  }

  @Test
  void severalEndpointsAndAPrefixOfSeveralParts() {
    EtcdStoreConfig config = parse("etcd://127.0.0.1:1,[::1]:2,localhost/a/b?timeout=750ms");
    assertThat(config.address()).isEqualTo("127.0.0.1:1,[::1]:2,localhost:2379");
    assertThat(config.prefix()).isEqualTo("a/b");
    assertThat(config.timeout()).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void withoutAPrefixItIsTheWholeKeyspace() {
    assertThat(parse("etcd://localhost").prefix()).isEmpty();
    assertThat(parse("etcd://localhost/").prefix()).isEmpty();
  }

  @Test
  void encryptionWithCertificates() throws IOException {
    Path ca = Files.createFile(directory.resolve("ca.pem"));
    Path key = Files.createFile(directory.resolve("key.pem"));
    EtcdStoreConfig config =
        parse("etcd://etcd.example/app?tls=on&ca=%s&cert=%s&key=%s".formatted(ca, ca, key));
    assertThat(config.tls()).isEqualTo(new Tls(ca, new ClientCertificate(ca, key)));
    assertThat(parse("etcd://etcd.example/app?tls=on").tls()).isEqualTo(new Tls(null, null));
    assertThat(parse("etcd://etcd.example/app?tls=off").tls()).isNull();
  }

  @Test
  void theUsersPasswordComesFromTheEnvironmentOrAFile() throws IOException {
    EtcdStoreConfig config =
        EtcdStoreConfig.of(StoreUri.parse("etcd://alice@localhost/app"), PASSWORD);
    assertThat(config.login().user()).isEqualTo("alice");
    assertThat(config.login().password().reveal()).isEqualTo("correct horse");
    assertThat(config.toString()).doesNotContain("horse");
    Path file = Files.writeString(directory.resolve("password"), "battery staple\n");
    EtcdStoreConfig fromFile =
        EtcdStoreConfig.of(
            StoreUri.parse("etcd://alice@localhost/app?password-file=" + file), PASSWORD);
    assertThat(fromFile.login().password().reveal()).isEqualTo("battery staple");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "etcd:app | needs a host",
        "etcd://localhost/app?color=red | unknown parameter 'color'",
        "etcd://localhost/app?timeout=soon | parameter timeout is 'soon'",
        "etcd://localhost/app?max-request=1 | parameter max-request is '1'",
        "etcd://localhost/app?tls=maybe | parameter tls is 'maybe'",
        "etcd://etcd.example/app | add tls=on",
        "etcd://localhost,etcd.example/app | etcd at etcd.example is not on this machine",
        "etcd://localhost/app?ca=/etc/passwd | parameter ca needs tls=on",
        "etcd://localhost/app?tls=off&key=/etc/passwd | parameter key needs tls=on",
        "etcd://localhost/app?tls=on&ca=/no/such/file | parameter ca names a file that can't be read",
        "etcd://localhost/app?tls=on&cert=/etc/passwd | needs both cert=FILE and key=FILE",
        "etcd://localhost/app?password-file=/etc/passwd | without a user",
        "etcd://alice@localhost/app | has no password: set HEADWATER_ETCD_PASSWORD",
        "etcd://localhost/app/ | begins or ends with '/'",
        "etcd://localhost//app | begins or ends with '/'",
        "etcd://localhost/a%00b | prefix has a NUL",
      })
  void aBadUriIsRefusedAndSaysWhy(String uri, String message) {
    assertThatThrownBy(() -> parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPrefixThatIsTooLongIsRefused() {
    EtcdStoreConfig longest = EtcdStoreConfig.local("x".repeat(256));
    assertThat(longest.prefix()).hasSize(256);
    assertThatThrownBy(() -> EtcdStoreConfig.local("x".repeat(257)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix is too long: 257 bytes");
  }

  @Test
  void theLimitsFitIntoARequest() {
    Limits usual = EtcdLimits.of(EtcdStoreConfig.local("app"));
    assertThat(usual.maxValueBytes()).isEqualTo(1 << 20);
    assertThat(usual.maxAtomicWrites()).isEqualTo(128);
    assertThat(usual.maxAtomicBytes()).isBetween(1_400_000L, 1_572_864L);
    assertThat(usual.timeoutMillis()).isEqualTo(5_000);
    Limits tightest =
        EtcdLimits.of(
            EtcdStoreConfig.of(
                StoreUri.parse("etcd://localhost/" + "x".repeat(256) + "?max-request=1048576"),
                Map.of()));
    assertThat(tightest.maxAtomicBytes()).isGreaterThan(tightest.maxValueBytes() + 2_048);
  }

  @Test
  void aFileThatIsNoCertificateIsRefusedWhenTheStoreIsOpened() throws IOException {
    Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate");
    EtcdStoreConfig wrongCa = parse("etcd://localhost/app?tls=on&ca=" + file);
    assertThatThrownBy(() -> EtcdStore.open(wrongCa, new ManualClock()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter ca is no file of PEM certificates");
    EtcdStoreConfig wrongKey =
        parse("etcd://localhost/app?tls=on&cert=%s&key=%s".formatted(file, file));
    assertThatThrownBy(() -> EtcdStore.open(wrongKey, new ManualClock()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameters cert and key");
  }

  @Test
  void theStoreIsFoundByItsSchemeAndOpensWithoutAServer() {
    StoreEnvironment environment = new StoreEnvironment(new ManualClock(), PASSWORD);
    try (Store store = Stores.open("etcd://alice@127.0.0.1:1/app?timeout=100ms", environment)) {
      assertThat(store).isInstanceOf(EtcdStore.class);
      assertThat(store.name()).isEqualTo("etcd://127.0.0.1:1/app");
    }
    assertThat(new EtcdStoreProvider().help()).isNotEmpty().allMatch(line -> line.length() <= 76);
    assertThat(new EtcdStoreProvider().schemes()).isEqualTo(List.of("etcd"));
  }

  @Test
  void noCodeHereReadsRealTime() {
    TimeRules.check("dev.headwater.store.etcd");
  }

  private static EtcdStoreConfig parse(String uri) {
    return EtcdStoreConfig.of(StoreUri.parse(uri), Map.of());
  }
}
