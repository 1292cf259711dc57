package dev.headwater.github.emulator.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headwater.github.emulator.Exchange;
import dev.headwater.github.emulator.RequestLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check bites. */
class GithubDescriptionTest {
  private static final String BLOBS = "/repos/a/b/git/blobs";
  private static final String SHA = "\"0123456789012345678901234567890123456789\"";

  private GithubDescription description;

  @BeforeEach
  void requireDescription() {
    Optional<GithubDescription> found = GithubDescription.find();
    assumeTrue(found.isPresent(), "GitHub's description is not at hand");
    description = found.orElseThrow();
  }

  private List<String> check(String method, String path, String sent, int status, String answer) {
    return description.violations(
        new Exchange(
            new RequestLine(method, path, ""),
            Map.of(),
            sent.getBytes(UTF_8),
            status,
            Map.of("content-type", "application/json; charset=utf-8"),
            answer.getBytes(UTF_8)));
  }

  private static String blob() {
    return "{\"sha\": " + SHA + ", \"url\": \"http://localhost/\"}";
  }

  @Test
  void whatIsRightPasses() {
    assertThat(check("POST", BLOBS, "{\"content\": \"x\"}", 201, blob())).isEmpty();
    String error = "{\"message\": \"m\", \"documentation_url\": \"u\"}";
    assertThat(check("POST", BLOBS, "{}", 422, error)).isEmpty();
    assertThat(check("POST", BLOBS, "{}", 502, error)).isEmpty();
    assertThat(check("GET", "/nowhere", "", 404, error)).isEmpty();
  }

  @Test
  void whatIsWrongIsFound() {
    assertThat(check("POST", BLOBS, "{}", 201, blob())).isNotEmpty();
    assertThat(check("POST", BLOBS, "{\"content\": 1}", 201, blob())).isNotEmpty();
    assertThat(check("POST", BLOBS, "{\"content\": \"x\"}", 201, "{}")).isNotEmpty();
    assertThat(check("POST", BLOBS, "{\"content\": \"x\"}", 201, "x")).isNotEmpty();
    assertThat(check("POST", BLOBS, "{\"content\": \"x\"}", 200, blob())).isNotEmpty();
    assertThat(check("POST", BLOBS, "{}", 502, "[]")).isNotEmpty();
    assertThat(check("GET", "/nowhere", "", 200, "{}")).isNotEmpty();
    assertThat(check("DELETE", "/repos/a/b/git/refs/heads/x", "", 204, "{}")).isNotEmpty();
    assertThat(check("GET", "/repos/a/b/git/ref/heads/x", "", 200, "{\"ref\": null}")).isNotEmpty();
  }

  @Test
  void whatMayBeNullMayBe() {
    String file = "{\"content\": null, \"commit\": {}}";
    String sent = "{\"message\": \"m\", \"sha\": " + SHA + "}";
    assertThat(check("DELETE", "/repos/a/b/contents/x/y", sent, 200, file)).isEmpty();
  }
}
