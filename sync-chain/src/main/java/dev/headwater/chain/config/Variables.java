package dev.headwater.chain.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Environment variables in a text: <code>${NAME}</code> stands for the value of {@code NAME}.
 *
 * @param values the variables
 */
record Variables(Map<String, String> values) {

  private static final Pattern USE = Pattern.compile("\\$\\{([^}]*)}?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * The text with their values in it, as they are.
   *
   * @throws IllegalArgumentException if a variable is not set, or empty, naming it
   */
  String expand(String text) {
    return USE.matcher(text).replaceAll(use -> Matcher.quoteReplacement(value(use.group())));
  }

  private String value(String use) {
    String name = use.substring(2, use.endsWith("}") ? use.length() - 1 : use.length());
    if (!use.endsWith("}") || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no variable; expected ${NAME}, of letters, digits and _".formatted(use));
    }
    String value = values.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "the environment variable %s is not set; expected a value for ${%s}"
              .formatted(name, name));
    }
    return value;
  }
}
