package dev.headwater.store.cockroach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CockroachStoreProviderTest {

  private static final StoreEnvironment ENVIRONMENT =
      new StoreEnvironment(InstantSource.system(), Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"cockroach", "postgresql"})
  void bothSchemesAreFound(String scheme) {
    try (Store store = Stores.open(scheme + "://ann@localhost:1/app", ENVIRONMENT)) {
      assertThat(store).isInstanceOf(CockroachStore.class);
      assertThat(store.name()).isEqualTo(scheme + "?(localhost:1/app/headwater)");
    }
  }

  @Test
  void theHelpNamesEveryParameter() {
    assertThat(String.join("\n", new CockroachStoreProvider().help()))
        .contains("cockroach://", "postgresql://", "HEADWATER_SQL_PASSWORD")
        .contains("table=", "timeout=", "pool=", "sslmode=", "sslrootcert=", "sslcert=")
        .contains("sslkey=", "password-file=", "poll=", "isolation=");
    assertThat(new CockroachStoreProvider().help()).allMatch(line -> line.length() <= 76);
  }

  @Test
  void aServerThatRefusesConnectionsIsAnErrorOfTheFirstOperationAtOnce() {
    try (Store store = Stores.open("cockroach://ann@127.0.0.1:1/app", ENVIRONMENT)) {
      assertThatThrownBy(() -> store.read(Key.of("a")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContainingAll(
              "no answer from 127.0.0.1:1 (", "Connection to 127.0.0.1:1 refused): check that");
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Store store =
            Stores.open(
                "cockroach://ann@127.0.0.1:%d/app?timeout=300ms".formatted(silent.getLocalPort()),
                ENVIRONMENT)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> store.read(Key.of("a")))
          .isInstanceOf(StoreUnavailableException.class);
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertThat(millis).isLessThanOrEqualTo(store.capabilities().limits().timeoutMillis() + 2_000);
    }
  }
}
