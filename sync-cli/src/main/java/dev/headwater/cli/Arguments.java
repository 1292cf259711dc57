package dev.headwater.cli;

import dev.headwater.store.Key;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Turns arguments into what they mean, with messages that say what is wrong with them. */
final class Arguments {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Arguments() {}

  static Key key(String text) {
    try {
      return Key.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  static Duration duration(String text) {
    Matcher form = DURATION.matcher(text);
    if (!form.matches() || form.group(1).matches("0+")) {
      throw new TypeConversionException(
          "'%s' is not a duration; expected one such as 500ms, 2s, 5m, 1h or 7d".formatted(text));
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
