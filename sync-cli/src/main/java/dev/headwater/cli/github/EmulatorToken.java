package dev.headwater.cli.github;

import dev.headwater.store.spi.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/**
 * The token that the clients of an emulator need.
 *
 * @param secret the token
 * @param origin where the user put it, for people; empty if it was made here, so that nobody knows
 *     it yet
 */
public record EmulatorToken(Secret secret, Optional<String> origin) {

  /** The environment variable with a token, for the emulator as for stores. */
  static final String VARIABLE = "HEADWATER_GITHUB_TOKEN";

  private static final String PREFIX = "ghp_"; // as GitHub's own begin, for those who look at it
  private static final int LENGTH = 36;
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /**
   * That of the file, else that of the environment, else a new one.
   *
   * @throws IllegalArgumentException if the file can't be read, or there is none in it
   */
  public static EmulatorToken find(Optional<Path> file, Map<String, String> variables) {
    if (file.isPresent()) {
      return new EmulatorToken(Secret.ofFile(file.get()), Optional.of(file.get().toString()));
    }
    String given = variables.getOrDefault(VARIABLE, "").strip();
    return given.isEmpty()
        ? new EmulatorToken(Secret.of(made(new SecureRandom())), Optional.empty())
        : new EmulatorToken(Secret.of(given), Optional.of(VARIABLE));
  }

  private static String made(SecureRandom random) {
    StringBuilder token = new StringBuilder(PREFIX);
    for (int i = 0; i < LENGTH; i++) {
      token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return token.toString();
  }
}
