package dev.headwater.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a a yes",
        "a b no",
        "a aa no",
        "a/b a/b yes",
        "* abc yes",
        "* a/b no",
        "a* a yes",
        "a* abc yes",
        "a* a/b no",
        "a*c abbc yes",
        "a*c abbcd no",
        "*/* a/b yes",
        "*/* a/b/c no",
        "** a/b/c yes",
        "a/** a/b/c yes",
        "a/** a/ yes",
        "a/** a no",
        "**/c a/b/c yes",
        "**/c c no",
        "{,**/}c c yes",
        "{,**/}c a/c yes",
        "{,**/}c a/bc no",
        "*** a/b yes",
        "? a yes",
        "? ab no",
        "? / no",
        "a?c abc yes",
        "a?c a/c no",
        "? \u00e9 yes",
        "? \ud83d\ude00 yes",
        "[abc] b yes",
        "[abc] d no",
        "[a-c] b yes",
        "[a-c] d no",
        "[a-cx] x yes",
        "[!a-c] d yes",
        "[!a-c] b no",
        "[^a-c] d yes",
        "[!a-c] / no",
        "[\\]] ] yes",
        "[\\-a] - yes",
        "[\u03b1-\u03c9] \u03b2 yes",
        "{a,b} a yes",
        "{a,b} b yes",
        "{a,b} c no",
        "{a,b}c bc yes",
        "{a,}c c yes",
        "{} {} no",
        "x{} x yes",
        "{a*,b/**} abc yes",
        "{a*,b/**} b/c/d yes",
        "{a*,b/**} a/c no",
        "{a,{b,c}d}e cde yes",
        "{a,{b,c}d}e be no",
        "a,b a,b yes",
        "a]b a]b yes",
        "\\* * yes",
        "\\* a no",
        "\\{a\\} {a} yes",
        "{\\,,\\}} , yes",
        "{\\,,\\}} } yes",
        "*.json a.json yes",
        "*.json ajson no",
        "users/*/mail users/7/mail yes",
        "users/*/mail users/7/8/mail no",
      })
  void matchesWholeKeys(String pattern, String text, String expected) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected.equals("yes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a",
        "{a,b",
        "a}",
        "[a",
        "[",
        "[]",
        "[!]",
        "[a-]",
        "[c-a]",
        "[/]",
        "[+-0]",
        "a\\",
        "[a\\",
        "{a,{b}",
        "{{{{{{{{{{{{{{{{{a}}}}}}}}}}}}}}}}}"
      })
  void namesAWrongPattern(String pattern) {
    assertThatThrownBy(() -> Glob.of(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pattern '" + pattern + "' is wrong at character ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "\ud83d", "a\ude00"})
  void rejectsWhatNoKeyHas(String pattern) {
    assertThatThrownBy(() -> Glob.of(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pattern ");
  }

  @Test
  void boundsTheLength() {
    assertThat(Glob.of("a".repeat(1_024)).matches("a".repeat(1_024))).isTrue();
    assertThatThrownBy(() -> Glob.of("a".repeat(1_025)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 1024 characters")
        .hasMessageStartingWith("pattern 'aaaa");
  }

  @ParameterizedTest
  @CsvSource({
    "**/log-*, ''",
    "a/b*, a/b",
    "a/b?c, a/b",
    "a\\*b[c], a*b",
    "'a{b,c}', a",
    "abc, abc",
    "\ud83d\ude00*, \ud83d\ude00"
  })
  void knowsWhatAllMatchesStartWith(String pattern, String prefix) {
    assertThat(Glob.of(pattern).literalPrefix()).isEqualTo(prefix);
  }

  /** A backtracking matcher would not come to an end in a lifetime. */
  @Test
  void takesTimeInProportionToTheLengths() {
    String stars = "*a".repeat(500) + "b";
    String nested = "{a,a*,{a,aa*}}".repeat(70) + "b";
    String text = "a".repeat(1_024);
    assertThat(Glob.of(stars).matches(text)).isFalse();
    assertThat(Glob.of(nested).matches(text)).isFalse();
    assertThat(Glob.of("**".repeat(512)).matches(text)).isTrue();
    assertThat(Glob.of("{" + ",".repeat(1_000) + "}a*").matches(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithARegularExpression(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder glob = new StringBuilder();
      StringBuilder regex = new StringBuilder();
      piece(random, glob, regex, 3);
      if (glob.length() == 0) {
        continue;
      }
      String text = text(random);
      assertThat(Glob.of(glob.toString()).matches(text))
          .as("seed %d: %s on %s", seed, glob, text)
          .isEqualTo(Pattern.matches(regex.toString(), text));
    }
  }

  private static void piece(
      SplittableRandom random, StringBuilder glob, StringBuilder regex, int depth) {
    for (int i = random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(depth > 0 ? 7 : 6)) {
        case 0 -> add(glob, regex, "*", "[^/]*");
        case 1 -> add(glob, regex, "**x", ".*x");
        case 2 -> add(glob, regex, "?", "[^/]");
        case 3 -> add(glob, regex, "[!a]", "[^a/]");
        case 4 -> add(glob, regex, "a", "a");
        case 5 -> add(glob, regex, "/", "/");
        default -> {
          add(glob, regex, "{", "(?:");
          piece(random, glob, regex, depth - 1);
          add(glob, regex, ",", "|");
          piece(random, glob, regex, depth - 1);
          add(glob, regex, "}", ")");
        }
      }
      if (glob.toString().endsWith("*")) {
        add(glob, regex, "b", "b"); // so that two stars do not become another element
      }
    }
  }

  private static void add(StringBuilder glob, StringBuilder regex, String inGlob, String inRegex) {
    glob.append(inGlob);
    regex.append(inRegex);
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder("");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append("abx/".charAt(random.nextInt(4)));
    }
    return text.toString();
  }
}
