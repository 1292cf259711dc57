package dev.headwater.store.github.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.spi.StoreUri;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GithubAddressTest {

  @ParameterizedTest
  @CsvSource({
    "github:me/data, https://api.github.com, github.com/me/data",
    "github://me/data, https://api.github.com, github.com/me/data",
    "github://github.com/me/data, https://api.github.com, github.com/me/data",
    "github://git.acme.example/me/data, https://git.acme.example/api/v3, git.acme.example/me/data",
    "github://git.acme.example:8443/me/data, https://git.acme.example:8443/api/v3, git.acme.example:8443/me/data",
    "github://acme.ghe.com/me/data, https://api.acme.ghe.com, api.acme.ghe.com/me/data",
    "github://localhost:8080/me/data, http://localhost:8080, localhost:8080/me/data",
    "github://127.0.0.1:8080/me/data, http://127.0.0.1:8080, 127.0.0.1:8080/me/data",
    "github:me/data?endpoint=https://h/x/, https://h/x, h/me/data"
  })
  void aUriNamesServerAndRepository(String uri, String endpoint, String location) {
    GithubAddress address = GithubAddress.of(StoreUri.parse(uri));

    assertThat(address.endpoint()).isEqualTo(URI.create(endpoint));
    assertThat(address.location()).isEqualTo(location);
    assertThat(address.branch()).isEmpty();
  }

  @Test
  void aUriMayNameABranch() {
    assertThat(GithubAddress.of(StoreUri.parse("github:me/data?branch=kv/live")).branch())
        .contains("kv/live");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "github:data",
        "github:a/b/c",
        "github:/b",
        "github:a/",
        "github:a/..",
        "github:a/b.git",
        "github:a b/c",
        "github://me@github.com/a/b",
        "github://one,two/a/b",
        "github:a/b?endpoint=http://git.acme.example",
        "github:a/b?endpoint=ftp://localhost",
        "github:a/b?endpoint=https://user:pw@h",
        "github:a/b?endpoint=https://h?x",
        "github:a/b?endpoint=nowhere",
        "github:a/b?branch=-x",
        "github:a/b?branch=a..b",
        "github:a/b?branch=a%20b",
        "github:a/b?branch=.a",
        "github:a/b?branch=a/.b",
        "github:a/b?branch=a.lock",
        "github:a/b?branch=a/",
        "github:a/b?branch=a//b",
        "github:a/b?branch=@{u}"
      })
  void refusesWhatIsNone(String uri) {
    assertThatThrownBy(() -> GithubAddress.of(StoreUri.parse(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pw");
  }

  @Test
  void githubsLimitsAreThoseOfGithubUnlessTheUriSaysOtherwise() {
    assertThat(limits("github:a/b")).isEqualTo(RateLimits.github());
    assertThat(limits("github://acme.ghe.com/a/b")).isEqualTo(RateLimits.github());
    assertThat(limits("github://localhost:1/a/b")).isEqualTo(RateLimits.server());
    assertThat(limits("github://localhost:1/a/b?limits=github")).isEqualTo(RateLimits.github());
    assertThat(limits("github:a/b?limits=server")).isEqualTo(RateLimits.server());
  }

  @Test
  void theUsualTokenGoesToGithubAlone() {
    Map<String, String> usual = Map.of("GITHUB_TOKEN", "t");
    Map<String, String> own = Map.of("GITHUB_TOKEN", "t", "HEADWATER_GITHUB_TOKEN", "h");

    assertThat(origin("github:a/b", usual)).contains("GITHUB_TOKEN");
    assertThat(origin("github:a/b", own)).contains("HEADWATER_GITHUB_TOKEN");
    assertThat(origin("github://localhost:1/a/b", usual)).isEmpty();
    assertThat(origin("github://localhost:1/a/b", own)).contains("HEADWATER_GITHUB_TOKEN");
    assertThat(origin("github:a/b", Map.of())).isEmpty();
  }

  @Test
  void credentialsInAUri() {
    assertThat(credentials("github:a/b?token-file=t", Map.of()))
        .isInstanceOf(GithubCredentials.TokenFile.class);
    assertThat(credentials("github:a/b?app=1&installation=2&key-file=k", Map.of()))
        .isInstanceOf(GithubCredentials.App.class);
    assertThatThrownBy(() -> credentials("github:a/b?app=1&key-file=k", Map.of()))
        .hasMessageContaining("installation");
    assertThatThrownBy(() -> credentials("github:a/b?app=1&installation=2", Map.of()))
        .hasMessageContaining("key-file");
    assertThatThrownBy(() -> credentials("github:a/b?app=1&token-file=t", Map.of()))
        .hasMessageContaining("only one");
  }

  private static RateLimits limits(String text) {
    StoreUri uri = StoreUri.parse(text);
    return RateLimits.of(uri, GithubAddress.of(uri));
  }

  private static Optional<String> origin(String text, Map<String, String> variables) {
    return credentials(text, variables) instanceof GithubCredentials.Token token
        ? Optional.of(token.origin())
        : Optional.empty();
  }

  private static GithubCredentials credentials(String text, Map<String, String> variables) {
    StoreUri uri = StoreUri.parse(text);
    return GithubCredentials.of(uri, variables, GithubAddress.of(uri));
  }
}
