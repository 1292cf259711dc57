package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens for an app's installation, given to who signs with the app's key: {@code POST
 * /app/installations/{id}/access_tokens} with a JSON Web Token (RFC 7519, RS256).
 */
public final class AppTokens {
  private static final Pattern PATH = Pattern.compile("/app/installations/(\\d+)/access_tokens");
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final long LONGEST_SECONDS = 600;
  private static final long DRIFT_SECONDS = 60;

  private final String app;
  private final long installation;
  private final PublicKey key;
  private final AtomicLong granted = new AtomicLong();

  /**
   * The tokens of one app.
   *
   * @param app its id or client id, which it signs as issuer
   */
  public AppTokens(String app, long installation, PublicKey key) {
    this.app = app;
    this.installation = installation;
    this.key = key;
  }

  /** Whether the request is for a token. */
  public static boolean isMeant(String method, String path) {
    return method.equals("POST") && PATH.matcher(path).matches();
  }

  /**
   * Answers it.
   *
   * @param signed what the client says to be, a JSON Web Token
   * @param accept is given a new token's secret and its end
   */
  public Answer grant(String path, String signed, Instant now, BiConsumer<String, Instant> accept) {
    try {
      requireClaims(claims(signed), now);
    } catch (Refusal refusal) {
      return refusal.answer();
    }
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches() || !matcher.group(1).equals(Long.toString(installation))) {
      return Answer.error(404, "Not Found");
    }
    String secret = "ghs_emulator" + granted.incrementAndGet();
    Instant end = Instant.ofEpochSecond(now.getEpochSecond()).plus(LIFETIME);
    accept.accept(secret, end);
    ObjectNode body = Json.object().put("token", secret).put("expires_at", end.toString());
    body.putObject("permissions").put("contents", "write").put("metadata", "read");
    return Answer.json(201, body.put("repository_selection", "selected"));
  }

  private JsonNode claims(String signed) {
    String[] parts = signed.split("\\.", -1);
    try {
      if (parts.length == 3
          && Json.read(decode(parts[0])).path("alg").asText().equals("RS256")
          && isSigned(parts[0] + "." + parts[1], decode(parts[2]))) {
        return Json.read(decode(parts[1]));
      }
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw undecodable();
    }
    throw undecodable();
  }

  private static Refusal undecodable() {
    return Refusal.of(401, "A JSON web token could not be decoded");
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private boolean isSigned(String text, byte[] signature) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(key);
    verifier.update(text.getBytes(US_ASCII));
    return verifier.verify(signature);
  }

  private void requireClaims(JsonNode claims, Instant now) {
    long seconds = now.getEpochSecond();
    if (!claims.path("iss").asText().equals(app)) {
      throw Refusal.of(404, "Integration not found");
    }
    if (claims.path("iat").asLong(Long.MAX_VALUE) > seconds + DRIFT_SECONDS) {
      throw Refusal.of(401, "'Issued at' claim ('iat') must be an Integer in the past");
    }
    long end = claims.path("exp").asLong(0);
    if (end <= seconds) {
      throw Refusal.of(401, "'Expiration time' claim ('exp') must be a time in the future");
    }
    if (end > seconds + LONGEST_SECONDS) {
      throw Refusal.of(401, "'Expiration time' claim ('exp') is too far in the future");
    }
  }
}
