package dev.headwater.store.github.rest;

import dev.headwater.store.spi.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes texts of other programs fit to be shown. Pure. */
final class Redaction {

  private static final String HIDDEN = "***";

  /** GitHub's tokens by their prefixes, JSON web tokens, and what follows the word Bearer. */
  private static final Pattern SECRETS =
      Pattern.compile(
          "gh[a-z]_[A-Za-z0-9_]+"
              + "|github_pat_[A-Za-z0-9_]+"
              + "|eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"
              + "|(?i:bearer)\\s+[^\\s\"',;]+");

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  private Redaction() {}

  /** The text without this secret, others that look like one, and line ends, cut to a length. */
  static String shown(String text, Optional<Secret> secret, int maxLength) {
    String hidden = secret.map(known -> text.replace(known.reveal(), HIDDEN)).orElse(text);
    String line =
        CONTROLS.matcher(SECRETS.matcher(hidden).replaceAll(HIDDEN)).replaceAll(" ").strip();
    return line.length() <= maxLength ? line : line.substring(0, maxLength) + "…";
  }
}
