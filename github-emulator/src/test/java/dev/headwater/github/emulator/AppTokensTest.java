package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Client.Response;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app signs who it is, and gets a token that ends after an hour. */
class AppTokensTest extends EmulatorCase {
  private static final String PATH = "/app/installations/42/access_tokens";

  private KeyPair keys;
  private Client app;

  @BeforeEach
  void registerApp() throws GeneralSecurityException {
    github.close();
    keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    github =
        GithubEmulator.over(repository())
            .clock(clock)
            .listener(conformance)
            .app("7", 42, keys.getPublic())
            .start();
    app = new Client(github, "");
  }

  private String signed(String issuer, long startSeconds, long endSeconds)
      throws GeneralSecurityException {
    long now = clock.instant().getEpochSecond();
    String text =
        encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
            + "."
            + encode(
                String.format(
                        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}",
                        now + startSeconds, now + endSeconds, issuer)
                    .getBytes(UTF_8));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(text.getBytes(UTF_8));
    return text + "." + encode(signature.sign());
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private Response ask(String token) {
    return app.with(token).post(PATH, Map.of());
  }

  @Test
  void aTokenIsGrantedForAnHour() throws GeneralSecurityException {
    Response granted = ask(signed("7", -60, 540));
    assertThat(granted.status()).isEqualTo(201);
    assertThat(granted.text("/expires_at")).isEqualTo("2026-01-01T01:00:00Z");
    Client installed = app.with(granted.text("/token"));
    assertThat(installed.get("").json().at("/permissions/push").asBoolean()).isTrue();
    assertThat(installed.get("/user").status()).isEqualTo(403);
    clock.advance(Duration.ofHours(1));
    assertThat(installed.get("").status()).isEqualTo(401);
  }

  @Test
  void whoCannotSignGetsNone() throws GeneralSecurityException {
    String good = signed("7", 0, 600);
    assertThat(ask(good.substring(0, good.length() - 8) + "AAAAAAAA").status()).isEqualTo(401);
    assertThat(ask("nonsense").status()).isEqualTo(401);
    assertThat(ask("a.b.c").status()).isEqualTo(401);
    assertThat(ask(signed("8", 0, 600)).status()).isEqualTo(404);
    assertThat(ask(signed("7", 0, 601)).status()).isEqualTo(401);
    assertThat(ask(signed("7", -600, 0)).status()).isEqualTo(401);
    assertThat(ask(signed("7", 61, 600)).status()).isEqualTo(401);
    assertThat(app.with(good).post("/app/installations/43/access_tokens", Map.of()).status())
        .isEqualTo(404);
    assertThat(ask(good).status()).isEqualTo(201);
  }
}
