package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.config.ChainFileException;
import dev.headwater.chain.config.LayerSettings;
import dev.headwater.store.Key;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.store.typed.TypedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains that files describe. */
class ChainFromFileTest {

  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("chain.toml"), text);
  }

  private static StoreEnvironment environment() {
    return new StoreEnvironment(InstantSource.system(), Map.of("PLACE", "deep"));
  }

  private static ChainStore open(Path file) {
    return ChainStore.fromConfig(
        ChainFile.read(file, environment().variables()), environment(), ChainListener.NONE);
  }

  /** A layer of the file, in one line of its own. */
  private static String layer(String name, String store, String role, String... more) {
    return "[[layer]]\nname = \"%s\"\nstore = \"%s\"\nrole = \"%s\"\n%s\n"
        .formatted(name, store, role, String.join("\n", more));
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(TestStoreProvider.OPEN).hasValue(0);
  }

  @Test
  void aFileMakesAChain() throws IOException {
    Path file =
        file(
            """
            name = "orders"
            acknowledge = "authority"
            serve-stale-for = "5m"
            confirm-copies-every = "1h"
            remember-absence-for = "2s"
            remembered-keys = 1000
            encodings = ["utf-8"]

            [outbox]
            file = "outbox.db"
            max-entries = 10
            max-bytes = "1MiB"
            wait-when-full = "0s"
            flush-on-close = "1s"
            """
                + layer("memory", "test:top?kind=memory", "cache")
                + layer("shared", "test:shared", "cache", "filter = { include = [\"docs/**\"] }")
                + layer(
                    "sql",
                    "test:${PLACE}",
                    "store",
                    "deadline = \"2s\"",
                    "soft-deadline = \"50ms\"",
                    "failures-to-open = 3")
                + layer("far", "test:far", "store", "write = \"read-only\""));

    try (ChainStore chain = open(file);
        Store shared = Stores.open("test:shared", environment());
        Store deep = Stores.open("test:deep", environment())) {
      TypedStore<String> texts = TypedStore.of(chain, Codecs.utf8(), chain.clock());
      texts.put(Key.of("docs/a"), "1");
      texts.put(Key.of("other"), "2");

      assertThat(chain.name()).isEqualTo("orders");
      assertThat(texts.get(Key.of("docs/a"))).isEqualTo("1");
      assertThat(shared.read(Key.of("docs/a"))).isEqualTo(deep.read(Key.of("docs/a"))).isNotNull();
      assertThat(shared.read(Key.of("other"))).isNull();
      assertThat(deep.read(Key.of("other"))).isNotNull();
      TypedStore<byte[]> bytes = TypedStore.of(chain, Codecs.bytes(), chain.clock());
      assertThatThrownBy(() -> bytes.put(Key.of("b"), new byte[0]))
          .isInstanceOf(RejectedException.class);
    }
    assertThat(TestJournalProvider.paths()).contains(directory.resolve("outbox.db"));
  }

  @Test
  void aChainIsAStoreWithAUri() throws IOException {
    Path file = file(layer("sql", "test:by-uri", "store"));

    try (Store chain = Stores.open("chain:" + file, environment())) {
      assertThat(chain).isInstanceOf(ChainStore.class);
    }
    assertThatThrownBy(() -> Stores.open("chain:" + file + "?deadline=2s", environment()))
        .hasMessageContaining("has no parameters");
    assertThatThrownBy(() -> Stores.open("chain:", environment()))
        .hasMessageContaining("write chain:FILE");
    assertThatThrownBy(() -> Stores.open("chain:none.toml", environment()))
        .isInstanceOf(ChainFileException.class)
        .hasMessage("none.toml: there is no such file");
  }

  static Stream<Arguments> misfits() {
    String memory = layer("memory", "test:m?kind=memory", "cache");
    String sql = layer("sql", "test:s", "store");
    return Stream.of(
        misfit(memory, "1: a chain needs a layer of role store, its authority"),
        misfit(
            layer("memory", "test:m?kind=memory", "store"),
            "4: layer 'memory': role is store, but its store may forget; make it a cache"),
        misfit(
            layer("sql", "test:s?kind=unwritable", "store"),
            "1: layer 'sql': write is through, but its store takes no writes"),
        misfit(
            layer(
                "sql",
                "test:s?kind=unwritable",
                "store",
                "deadline = \"1s\"",
                "write = \"behind\""),
            "6: layer 'sql': write is behind, but its store takes no writes"),
        misfit(
            layer("memory", "test:m?kind=memory", "cache", "write = \"behind\"") + sql,
            "5: layer 'memory': write is behind, but its store is in memory"),
        misfit(
            sql + layer("etcd", "test:e", "cache"),
            "9: layer 'etcd': role is cache below the authority 'sql'"),
        misfit(
            layer("etcd", "test:e", "cache") + memory + sql,
            "6: layer 'memory': place is below 'etcd', which is slower"),
        misfit(
            layer("sql", "test:s", "store", "write = \"read-only\"")
                + layer("far", "test:f", "store"),
            "6: layer 'far': write is through below the read-only authority 'sql'"));
  }

  private static Arguments misfit(String file, String expected) {
    return Arguments.of(file, expected);
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void layersThatMakeNoChainAreToldWithTheirLine(String text, String expected) throws IOException {
    Path file = file(text + "[outbox]\nfile = \"never.db\"\n");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ChainFileException.class)
        .hasMessageStartingWith(file + ":" + expected);
    assertThat(TestJournalProvider.paths()).doesNotContain(directory.resolve("never.db"));
  }

  @Test
  void whatStoresSayOfTheirUrisIsToldOfAllLayersAtOnce() throws IOException {
    Path file =
        file(
            layer("a", "test:a?knid=memory", "cache")
                + layer("b", "test:b", "cache")
                + layer("c", "test:c?kind=odd", "store"));

    ChainFileException error = catchThrowableOfType(ChainFileException.class, () -> open(file));

    assertThat(error.getMessage().lines())
        .containsExactly(
            file + ":3: layer 'a': store: unknown parameter 'knid' for test: known are kind",
            file
                + ":13: layer 'c': store: parameter kind is 'odd'; expected one of memory, unwritable");
  }

  @Test
  void whatIsWrongWithTheOutboxIsToldWithItsLine() throws IOException {
    Path file = file("[outbox]\nfile = \"sqlite:o?size=5\"\n" + layer("sql", "test:s", "store"));

    assertThatThrownBy(() -> open(file))
        .hasMessage(
            file + ":2: outbox: file: unknown parameter 'size' for sqlite: known are timeout");
  }

  @Test
  void anOutboxHasOneOwner() throws IOException {
    Path file = file("[outbox]\nfile = \"one.db\"\n" + layer("sql", "test:s", "store"));

    try (ChainStore chain = open(file)) {
      assertThat(chain.outbox().status()).isNotNull();
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("in use");
    }
    open(file).close();
  }

  @Test
  void theFileHasAWordForEverythingAChainKnows() throws IOException {
    for (Acknowledgement level : Acknowledgement.values()) {
      open(file("acknowledge = \"%s\"\n".formatted(word(level)) + layer("sql", "test:s", "store")))
          .close();
    }
    for (Layer.Role role : Layer.Role.values()) {
      open(file(layer("any", "test:a", word(role)) + layer("sql", "test:s", "store"))).close();
    }
    for (Layer.WriteMode writeMode : Layer.WriteMode.values()) {
      String mode = word(writeMode);
      Path file =
          file(
              layer("sql", "test:s", "store")
                  + layer("far", "test:f", "store", "write = \"%s\"".formatted(mode)));
      assertThat(ChainFile.read(file, Map.of()).layers().get(1).write()).isEqualTo(mode);
      open(file).close();
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Test
  void aLookWritesToNoLayer() throws IOException {
    Path file =
        file(
            layer("memory", "test:top?kind=memory", "cache")
                + layer("disk", "test:disk", "store")
                + layer("far", "test:far", "store", "write = \"behind\""));

    ChainFile look = ChainFile.read(file, Map.of()).toBeRead();

    assertThat(look.layers()).extracting(LayerSettings::write).containsOnly("read-only");
    try (Store chain = ChainStore.lookAt(ChainFile.read(file, Map.of()), environment())) {
      assertThat(chain.read(Key.of("nothing"))).isNull();
    }
  }
}
