package dev.headwater.store.github.rest;

import dev.headwater.store.spi.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes what gives tokens of what the user said. */
final class Credentials {

  /** What may stand in a header. */
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]{1,4096}");

  private Credentials() {}

  /**
   * The credential.
   *
   * @throws IllegalArgumentException if a file can't be read, or what is there is no token or key
   */
  static Credential of(
      GithubCredentials said, URI endpoint, Transport transport, RestEnvironment environment) {
    if (said instanceof GithubCredentials.Token one) {
      return new SameToken(Optional.of(checked(one.token(), one.origin())), one.origin());
    }
    if (said instanceof GithubCredentials.TokenFile one) {
      return new FileToken(one.file());
    }
    if (said instanceof GithubCredentials.App one) {
      return new AppToken(
          one.installation(),
          AppKey.ofFile(one.id(), one.keyFile()),
          new AppTokenRequest(endpoint, one.installation(), transport),
          environment);
    }
    return new SameToken(Optional.empty(), "nobody: set " + GithubCredentials.TOKEN_VARIABLE);
  }

  /**
   * The secret, if it can be sent. The HTTP client's own error would show it.
   *
   * @throws IllegalArgumentException if it is no token
   */
  static Secret checked(Secret secret, String origin) {
    if (!VISIBLE.matcher(secret.reveal()).matches()) {
      throw new IllegalArgumentException(
          "what is in %s is no token: it has blanks, line ends or strange characters"
              .formatted(origin));
    }
    return secret;
  }

  /** A token that stays the same, or none. */
  private record SameToken(Optional<Secret> token, String origin) implements Credential {

    @Override
    public Optional<Secret> token(RestCall call) {
      return token;
    }

    @Override
    public boolean mayReplace(Secret refused) {
      return false;
    }

    @Override
    public String identity() {
      return token.map(secret -> "token " + fingerprint(secret)).orElse("nobody");
    }
  }

  private static String fingerprint(Secret secret) {
    try {
      byte[] text = secret.reveal().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** That there is no token, and why. */
  static RequestFailedException missing(String why) {
    return RequestFailedException.withoutEffect(GithubFailure.NO_CREDENTIAL, why, null);
  }
}
