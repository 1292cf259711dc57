package dev.headwater.store.github;

import dev.headwater.store.Key;
import dev.headwater.store.github.index.Position;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The position of a mark as text: {@code 17} after all that commits up to the seventeenth changed,
 * {@code 18.a2V5} after a key of the eighteenth (in URL-safe Base64). Pure.
 */
final class FeedPosition {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:\\.([A-Za-z0-9_-]+))?");

  private FeedPosition() {}

  /** The text of a position. */
  static String text(Position position) {
    Key key = position.key();
    return key == null
        ? Long.toString(position.sequence() - 1)
        : position.sequence()
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(key.utf8());
  }

  /** What a text means, or {@code null} if no GitHub store wrote it. */
  static @Nullable Position parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    long sequence = Long.parseLong(form.group(1));
    if (form.group(2) == null) {
      return Position.after(sequence);
    }
    try {
      return new Position(sequence, Key.ofUtf8(Base64.getUrlDecoder().decode(form.group(2))));
    } catch (IllegalArgumentException e) {
      return null; // no Base64, or no key
    }
  }
}
