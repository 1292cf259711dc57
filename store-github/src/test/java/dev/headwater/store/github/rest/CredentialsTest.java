package dev.headwater.store.github.rest;

import static dev.headwater.store.github.rest.ScriptedGithub.json;
import static dev.headwater.store.github.rest.ScriptedGithub.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.spi.Secret;
import dev.headwater.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  private static final String A = "a".repeat(40);
  private static final String HEAD = "GET /repos/owner/repo/commits/heads/main";
  private static final String GRANT = "POST /app/installations/7/access_tokens";
  private static final int RSA_2048_PREFIX_BYTES = 26; // of PKCS#8, before the PKCS#1 key

  private final RestFixture fixture = new RestFixture();
  private final ScriptedGithub server = fixture.server;
  @TempDir Path directory;

  CredentialsTest() {
    server.on(HEAD, json(200, A));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aTokenInAFileIsReadAgainWhenTheFileChanges() throws IOException {
    Path file = write("one\n", 1);
    try (GitRepository repository = open(new GithubCredentials.TokenFile(file))) {
      repository.head();
      assertThat(sent()).isEqualTo("Bearer one");

      write("two\n", 2);
      repository.head();
      assertThat(sent()).isEqualTo("Bearer two");

      Files.delete(file);
      repository.head();
      assertThat(sent()).isEqualTo("Bearer two");
    }
  }

  @Test
  void aTokenThatIsRefusedIsReadAgainEvenIfTheFileLooksTheSame() throws IOException {
    Path file = write("one", 1);
    try (GitRepository repository = open(new GithubCredentials.TokenFile(file))) {
      repository.head();
      write("two", 1);
      server.on(HEAD, message(401, "Bad credentials"), json(200, A));

      assertThat(repository.head()).contains(A);
      assertThat(sent()).isEqualTo("Bearer two");
    }
  }

  @Test
  void aTokenThatStaysRefusedIsToldOnce() throws IOException {
    Path file = write("one", 1);
    server.on(HEAD, message(401, "Bad credentials"));
    try (GitRepository repository = open(new GithubCredentials.TokenFile(file))) {
      assertThatThrownBy(repository::head)
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("renew the file " + file);
      assertThat(server.seen()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\nb", "tök", "a\u0000b", "\u200Ba"})
  void whatCanNotBeATokenIsRefusedWithoutShowingIt(String text) {
    GithubCredentials token = new GithubCredentials.Token(Secret.of(text), "X");

    assertThatThrownBy(() -> open(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("what is in X is no token")
        .hasMessageNotContaining(text);
  }

  @Test
  void aFileThatIsNotThereIsAWrongSetting() {
    assertThatThrownBy(() -> open(new GithubCredentials.TokenFile(directory.resolve("none"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
  }

  @Test
  void anAppSignsWhoItIsAndUsesItsTokenUntilMinutesBeforeItEnds() throws Exception {
    KeyPair pair = keyPair();
    server.on(GRANT, grant("first", Duration.ofHours(1)), grant("second", Duration.ofHours(2)));
    try (GitRepository repository = open(app(pkcs1(pair)))) {
      repository.head();
      assertThat(sent()).isEqualTo("Bearer first");
      requireSigned(pair, server.seen().get(0).header("Authorization"));

      fixture.clock.advance(Duration.ofMinutes(54));
      later(repository).head();
      assertThat(sent()).isEqualTo("Bearer first");

      fixture.clock.advance(Duration.ofMinutes(2));
      later(repository).head();
      assertThat(sent()).isEqualTo("Bearer second");
      assertThat(server.lines().stream().filter(GRANT::equals)).hasSize(2);
    }
  }

  @Test
  void oneThreadAsksForAnAppsTokenAndTheOthersWait() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    server.on(
        GRANT,
        exchange -> {
          release.await(10, TimeUnit.SECONDS);
          grant("first", Duration.ofHours(1)).to(exchange);
        });
    RestEnvironment real = fixture.environment(Background.daemon("test"));
    GithubSettings settings =
        new GithubSettings(
            "github",
            fixture.address(),
            app(pkcs8(keyPair())),
            RateLimits.server(),
            Duration.ofMinutes(1));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (GitRepository repository = GithubRepositories.open(settings, real)) {
      List<Future<Optional<String>>> heads =
          Stream.generate(() -> threads.submit(repository::head)).limit(4).toList();
      release.countDown();
      for (Future<Optional<String>> head : heads) {
        assertThat(head.get(10, TimeUnit.SECONDS)).contains(A);
      }
      assertThat(server.lines().stream().filter(GRANT::equals)).hasSize(1);
    } finally {
      threads.shutdownNow();
      real.background().close();
    }
  }

  @Test
  void anAppsTokenThatIsRefusedIsReplaced() throws Exception {
    server.on(GRANT, grant("first", Duration.ofHours(1)), grant("second", Duration.ofHours(1)));
    server.on(HEAD, message(401, "Bad credentials"), json(200, A));
    try (GitRepository repository = open(app(pkcs8(keyPair())))) {
      assertThat(repository.head()).contains(A);
      assertThat(sent()).isEqualTo("Bearer second");
    }
  }

  @Test
  void anAppWithoutATokenSendsNothing() throws Exception {
    server.on(GRANT, message(404, "Integration not found"), message(503, ""));
    try (GitRepository repository = open(app(pkcs8(keyPair())))) {
      assertThatThrownBy(() -> repository.moveHead(A))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("check app 12, installation 7")
          .hasMessageContaining("404");
      assertThatThrownBy(() -> repository.moveHead(A))
          .as("the branch can't have been moved")
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(server.lines()).containsOnly(GRANT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
      })
  void aFileThatHoldsNoKeyIsAWrongSetting(String text) throws IOException {
    Path file = write(text, 1);

    assertThatThrownBy(() -> open(new GithubCredentials.App("12", 7, file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("AAAA");
  }

  @Test
  void credentialsPrintNoSecret() throws Exception {
    assertThat(new GithubCredentials.Token(Secret.of("hush"), "X").toString())
        .doesNotContain("hush");
    Credential credential =
        Credentials.of(
            new GithubCredentials.Token(Secret.of("hush"), "X"),
            server.endpoint(),
            new HttpTransport(),
            fixture.environment());
    assertThat(credential.toString() + credential.identity() + credential.origin())
        .doesNotContain("hush");
  }

  private GitRepository open(GithubCredentials credentials) {
    return fixture.open(fixture.address(), credentials);
  }

  private GitRepository later(GitRepository repository) {
    return repository.during(
        RestFixture.SUBJECT, Deadline.in(Duration.ofMinutes(1), fixture.ticker));
  }

  private String sent() {
    return server.last().header("Authorization");
  }

  private GithubCredentials app(String pem) throws IOException {
    return new GithubCredentials.App("12", 7, write(pem, 1));
  }

  private Path write(String text, long second) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), text);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000));
  }

  private static ScriptedGithub.Reply grant(String token, Duration life) {
    return json(
        201,
        "{\"token\": \"%s\", \"expires_at\": \"%s\"}"
            .formatted(token, ManualClock.START.plus(life)));
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String pkcs8(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  private static String pkcs1(KeyPair pair) {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, RSA_2048_PREFIX_BYTES, pkcs8.length));
  }

  private static String pem(String kind, byte[] key) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key), kind);
  }

  private static void requireSigned(KeyPair pair, String authorization) throws Exception {
    String[] parts = authorization.replace("Bearer ", "").split("\\.", -1);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(pair.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();

    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    long now = ManualClock.START.getEpochSecond();
    assertThat(claims.path("iss").asText()).isEqualTo("12");
    assertThat(claims.path("iat").asLong()).isEqualTo(now - 60);
    assertThat(claims.path("exp").asLong()).isBetween(now + 60, now + 600);
  }
}
