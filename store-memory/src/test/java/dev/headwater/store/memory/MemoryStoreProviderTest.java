package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Capability;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.testkit.ManualClock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryStoreProviderTest {

  private final StoreEnvironment environment = new StoreEnvironment(new ManualClock(), Map.of());

  @Test
  void everyOpenWithoutANameIsANewStore() {
    try (Store one = open("memory:");
        Store other = open("memory:")) {
      one.merge(Write.of(value("k", 1, "v")));
      assertThat(other.read(key("k"))).isNull();
      assertThat(one.name()).isEqualTo("memory:");
    }
  }

  @Test
  void storesOfOneNameShareTheirEntriesUntilTheLastIsClosed() {
    Store one = open("memory:shared");
    Store other = open("memory:shared");
    one.merge(Write.of(value("k", 1, "v")));
    one.close();
    one.close();
    assertThat(other.read(key("k"))).isEqualTo(value("k", 1, "v"));
    assertThatThrownBy(() -> one.read(key("k")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("memory:shared");
    other.close();
    try (Store later = open("memory:shared")) {
      assertThat(later.read(key("k"))).isNull();
    }
  }

  @Test
  void aNameIsOpenWithOneSetOfParameters() {
    try (Store one = open("memory:same?max-bytes=1000")) {
      assertThat(one.name()).isEqualTo("memory:same");
      open("memory:same?max-bytes=1000").close();
      assertRefused("memory:same?max-bytes=1001", "memory:same");
    }
    open("memory:same?max-bytes=1001").close();
  }

  @Test
  void aStoreIsBoundedUnlessItIsAskedNotToBe() {
    try (Store bounded = open("memory:");
        Store unbounded = open("memory:?max-bytes=none")) {
      assertThat(bounded.capabilities().has(Capability.COMPLETE)).isFalse();
      assertThat(unbounded.capabilities().has(Capability.COMPLETE)).isTrue();
    }
  }

  @Test
  void parametersReachTheStore() {
    try (Store store = open("memory:?max-value-bytes=7&feed-changes=3")) {
      assertThat(store.capabilities().limits().maxValueBytes()).isEqualTo(7);
    }
  }

  @Test
  void aLifetimeMakesTheStoreForgetful() {
    try (Store store = open("memory:?max-bytes=none&lifetime=10m")) {
      assertThat(store.capabilities().has(Capability.COMPLETE)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "memory://host/name, no host",
    "memory:a/b, a/b",
    "memory:a%20b, a b",
    "memory:?max-bytes=0, max-bytes",
    "memory:?max-bytes=all, max-bytes",
    "memory:?max-value-bytes=2147483648, max-value-bytes",
    "memory:?feed-changes=0, feed-changes",
    "memory:?lifetime=0s, lifetime",
    "memory:?lifetime=long, lifetime",
    "memory:?size=3, size",
  })
  void aBadUriIsRefusedWithItsBadPart(String uri, String part) {
    assertRefused(uri, part);
  }

  @Test
  void theHelpNamesEveryParameter() {
    assertThat(String.join("\n", new MemoryStoreProvider().help()))
        .contains("memory:", "max-bytes=", "max-value-bytes=", "feed-changes=", "lifetime=");
    assertThat(new MemoryStoreProvider().help()).allMatch(line -> line.length() <= 76);
  }

  private void assertRefused(String uri, String part) {
    assertThatThrownBy(() -> open(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  private Store open(String uri) {
    return Stores.open(uri, environment);
  }
}
