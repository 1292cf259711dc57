package dev.headwater.filter;

import dev.headwater.filter.Glob.Step;
import dev.headwater.store.ListRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Makes a {@link Glob} of a pattern. Used once. */
final class GlobParser {

  /** How deep alternatives may stand in alternatives. */
  private static final int MAX_DEPTH = 16;

  private final String pattern;
  private final List<Step> steps = new ArrayList<>();
  private final StringBuilder literalPrefix = new StringBuilder();
  private boolean onlyLiteral = true;
  private int at;

  GlobParser(String pattern) {
    this.pattern = pattern;
  }

  Glob parse() {
    checkText();
    sequence(0);
    if (at < pattern.length()) {
      throw wrong("'}' closes nothing; write \\} for the character itself");
    }
    return new Glob(pattern, literalPrefix.toString(), steps);
  }

  private void checkText() {
    if (pattern.isEmpty()) {
      throw wrong("it is empty");
    }
    if (pattern.length() > Glob.MAX_LENGTH) {
      throw wrong("it has more than %d characters".formatted(Glob.MAX_LENGTH));
    }
    try {
      ListRequest.all(pattern); // the rules of the text of keys
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "pattern is wrong, as no key has such characters: " + e.getMessage(), e);
    }
  }

  /* Ends before what ends it: the end of the pattern, '}', or within braces ','. */
  private void sequence(int depth) {
    while (at < pattern.length() && !ends(depth)) {
      element(take(), depth);
    }
  }

  private boolean ends(int depth) {
    char next = pattern.charAt(at);
    return next == '}' || (next == ',' && depth > 0);
  }

  private void element(int character, int depth) {
    switch (character) {
      case '*' -> star();
      case '?' -> special(GlobParser::anyButSlash);
      case '[' -> special(set());
      case '{' -> alternatives(depth + 1);
      case '\\' -> literal(escaped());
      default -> literal(character);
    }
  }

  private void literal(int character) {
    if (onlyLiteral) {
      literalPrefix.appendCodePoint(character);
    }
    steps.add(Step.taking(given -> given == character));
  }

  private void special(IntPredicate characters) {
    onlyLiteral = false;
    steps.add(Step.taking(characters));
  }

  private static boolean any(int character) {
    return true;
  }

  private static boolean anyButSlash(int character) {
    return character != '/';
  }

  /* fork to the character or past it; the character; back to the fork. */
  private void star() {
    IntPredicate characters = GlobParser::anyButSlash;
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      characters = GlobParser::any;
      at++;
    }
    int fork = steps.size();
    steps.add(Step.fork(fork + 1, fork + 3));
    special(characters);
    steps.add(Step.fork(fork, fork));
  }

  /* For each alternative: fork to it or to the next one; the alternative; past all of them. */
  private void alternatives(int depth) {
    onlyLiteral = false;
    if (depth > MAX_DEPTH) {
      throw wrong("more than %d braces stand in each other".formatted(MAX_DEPTH));
    }
    List<Integer> ends = new ArrayList<>();
    boolean more = true;
    while (more) {
      int fork = reserve();
      sequence(depth);
      int end = reserve();
      ends.add(end);
      more = at < pattern.length() && pattern.charAt(at) == ',';
      steps.set(fork, Step.fork(fork + 1, more ? end + 1 : fork + 1));
      if (at == pattern.length()) {
        throw wrong("'{' is not closed; write \\{ for the character itself");
      }
      at++;
    }
    int past = steps.size();
    ends.forEach(end -> steps.set(end, Step.fork(past, past)));
  }

  private int reserve() {
    steps.add(Step.fork(0, 0)); // replaced as soon as it is known where it leads
    return steps.size() - 1;
  }

  private IntPredicate set() {
    boolean negated = at < pattern.length() && (peek() == '!' || peek() == '^');
    if (negated) {
      at++;
    }
    IntPredicate members = null;
    while (members == null || at == pattern.length() || peek() != ']') {
      IntPredicate range = range();
      members = members == null ? range : members.or(range);
    }
    at++;
    return negated ? members.negate().and(GlobParser::anyButSlash) : members;
  }

  private IntPredicate range() {
    int low = member();
    int high = low;
    if (at < pattern.length() && peek() == '-') {
      at++;
      high = member();
    }
    if (low > high) {
      throw wrong("a range in '[' ends before it begins");
    }
    if (low <= '/' && '/' <= high) {
      throw wrong("'[' never matches '/', but a range holds it");
    }
    int last = high;
    return given -> low <= given && given <= last;
  }

  private int member() {
    if (at == pattern.length()) {
      throw wrong("'[' is not closed; write \\[ for the character itself");
    }
    int character = take();
    if (character == ']') {
      throw wrong("'[' holds nothing, or a range without an end");
    }
    return character == '\\' ? escaped() : character;
  }

  private int escaped() {
    if (at == pattern.length()) {
      throw wrong("it ends with '\\'");
    }
    return take();
  }

  private int take() {
    int character = pattern.codePointAt(at);
    at += Character.charCount(character);
    return character;
  }

  private char peek() {
    return pattern.charAt(at);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "pattern '%s' is wrong at character %d: %s".formatted(shown(), at, what));
  }

  private String shown() {
    return pattern.length() <= 100 ? pattern : pattern.substring(0, 100) + "…";
  }
}
