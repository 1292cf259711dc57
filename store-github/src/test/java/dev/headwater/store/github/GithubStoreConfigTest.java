package dev.headwater.store.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Store;
import dev.headwater.store.github.GithubStoreConfig.Access;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.Stores;
import dev.headwater.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GithubStoreConfigTest {

  private static final String TOKEN = "ghp_verysecret";

  @Test
  void aUriSaysEverythingButTheToken() {
    GithubStoreConfig config =
        config(
            "github:ada/data?branch=live&mode=ro&timeout=5s&poll=3s&commit-interval=2s"
                + "&max-value-bytes=1000&memory-bytes=2000&cache=/tmp/c&cache-bytes=3000");
    assertThat(config.address().owner()).isEqualTo("ada");
    assertThat(config.address().repository()).isEqualTo("data");
    assertThat(config.address().branch()).contains("live");
    assertThat(config.access()).isEqualTo(Access.READ_ONLY);
    assertThat(config.timing().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.timing().pollInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.timing().maxAge()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.timing().commitInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.maxValueBytes()).isEqualTo(1_000);
    assertThat(config.caching().memoryBytes()).isEqualTo(2_000);
    assertThat(config.caching().directory()).contains(Path.of("/tmp/c"));
    assertThat(config.caching().directoryBytes()).isEqualTo(3_000);
    assertThat(config.toString()).doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "github:ada",
        "github:ada/data/more",
        "github:ada/data?token=x",
        "github:ada/data?mode=wo",
        "github:ada/data?timeout=0s",
        "github:ada/data?timeout=11m",
        "github:ada/data?max-value-bytes=104857601",
        "github:ada/data?cache-bytes=0"
      })
  void aWrongUriIsRefused(String uri) {
    assertThatThrownBy(() -> config(uri)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStoreIsFoundByItsSchemeAndAsksNobodyBeforeItIsUsed() {
    StoreEnvironment environment =
        new StoreEnvironment(new ManualClock(), Map.of("HEADWATER_GITHUB_TOKEN", TOKEN));
    try (Store store = Stores.open("github://127.0.0.1:1/ada/data", environment)) {
      assertThat(store).isInstanceOf(GithubStore.class);
      assertThat(store.name()).isEqualTo("github(127.0.0.1:1/ada/data)");
    }
  }

  private static GithubStoreConfig config(String uri) {
    return GithubStoreConfig.of(StoreUri.parse(uri), Map.of("HEADWATER_GITHUB_TOKEN", TOKEN));
  }
}
