package dev.headwater.store.github.rest;

import dev.headwater.store.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub App's private key, which signs who the app is: a JSON web token (RFC 7519) with RS256.
 * Prints no secret.
 */
final class AppKey {

  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA )?PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");
  private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** GitHub refuses more than ten minutes, and times that are ahead of its own. */
  private static final int BEFORE_SECONDS = 60;

  private static final int AFTER_SECONDS = 9 * 60;

  private final String appId;
  private final PrivateKey key;

  private AppKey(String appId, PrivateKey key) {
    this.appId = appId;
    this.key = key;
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException if the file can't be read, or is no RSA key in PEM
   */
  static AppKey ofFile(String appId, Path file) {
    if (!APP_ID.matcher(appId).matches()) {
      throw new IllegalArgumentException("app is '%s'; expected its id".formatted(appId));
    }
    Matcher pem = PEM.matcher(Secret.ofFile(file).reveal());
    if (!pem.find()) {
      throw notAKey(file, null);
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      byte[] pkcs8 = pem.group(1) == null ? der : Der.pkcs8OfRsa(der);
      return new AppKey(
          appId, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw notAKey(file, e);
    }
  }

  /** Says who the app is, for the next minutes. */
  Secret jsonWebToken(Instant now) {
    String header = Json.object().put("alg", "RS256").put("typ", "JWT").toString();
    String claims =
        Json.object()
            .put("iat", now.getEpochSecond() - BEFORE_SECONDS)
            .put("exp", now.getEpochSecond() + AFTER_SECONDS)
            .put("iss", appId)
            .toString();
    String signed = base64(header) + "." + base64(claims);
    return Secret.of(signed + "." + base64(signature(signed)));
  }

  String appId() {
    return appId;
  }

  private byte[] signature(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of app %s can't sign".formatted(appId), e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static IllegalArgumentException notAKey(Path file, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "the file %s holds no RSA private key in PEM".formatted(file), cause);
  }
}
