package dev.headwater.store.github.rest;

import dev.headwater.store.spi.Secret;
import dev.headwater.store.spi.StoreUri;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who asks. Prints no secret. */
public sealed interface GithubCredentials {

  /** The environment variable with a token. */
  String TOKEN_VARIABLE = "HEADWATER_GITHUB_TOKEN";

  /** The usual variable, which is used for github.com alone: its token is not for other hosts. */
  String USUAL_VARIABLE = "GITHUB_TOKEN";

  /** The parameters of a URI that are read here. */
  Set<String> PARAMETERS = Set.of("token-file", "app", "installation", "key-file");

  /** Nobody: public repositories, for reading, 60 requests an hour. */
  record Anonymous() implements GithubCredentials {}

  /**
   * A user's token, which stays the same.
   *
   * @param origin where it is from, for people
   */
  record Token(Secret token, String origin) implements GithubCredentials {}

  /** A file with a token, read again whenever it changes. */
  record TokenFile(Path file) implements GithubCredentials {}

  /**
   * An installation of a GitHub App, whose tokens last an hour and are renewed.
   *
   * @param id the app's id or client id
   * @param installation the installation's id
   * @param keyFile a PEM file with the app's private key, as GitHub gives it (PKCS#1) or in PKCS#8
   */
  record App(String id, long installation, Path keyFile) implements GithubCredentials {}

  /**
   * The credentials that belong to a URI: those it names, or else a variable's.
   *
   * @throws IllegalArgumentException if it names them wrongly
   */
  static GithubCredentials of(StoreUri uri, Map<String, String> variables, GithubAddress address) {
    Optional<String> file = uri.parameter("token-file");
    Optional<String> app = uri.parameter("app");
    if (file.isPresent() && app.isPresent()) {
      throw new IllegalArgumentException("token-file and app are given; only one of them can be");
    }
    if (app.isPresent()) {
      return new App(
          app.get(),
          uri.number("installation", 1, Long.MAX_VALUE).orElseThrow(() -> missing("installation")),
          uri.file(uri.parameter("key-file").orElseThrow(() -> missing("key-file"))));
    }
    return file.<GithubCredentials>map(name -> new TokenFile(uri.file(name)))
        .or(() -> token(TOKEN_VARIABLE, variables))
        .or(() -> address.isGithubCom() ? token(USUAL_VARIABLE, variables) : Optional.empty())
        .orElseGet(Anonymous::new);
  }

  private static Optional<GithubCredentials> token(String name, Map<String, String> variables) {
    return Optional.ofNullable(variables.get(name))
        .filter(value -> !value.isBlank())
        .map(value -> new Token(Secret.of(value.strip()), name));
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("app is given, so %s is needed, too".formatted(name));
  }
}
