package dev.headwater.filter;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for whole keys; {@link KeyFilter} says what it may hold. It is a finite automaton whose
 * states are followed side by side (Thompson, <i>Regular Expression Search Algorithm</i>, 1968), so
 * that no pattern takes more than its length times the key's.
 */
final class Glob {

  /** The longest pattern, in characters. */
  static final int MAX_LENGTH = 1_024;

  private final String pattern;
  private final String literalPrefix;
  private final List<Step> steps;

  Glob(String pattern, String literalPrefix, List<Step> steps) {
    this.pattern = pattern;
    this.literalPrefix = literalPrefix;
    this.steps = List.copyOf(steps);
  }

  /**
   * One state: it takes a character and goes on to the next state, or it forks without taking any.
   *
   * @param takes which characters it takes, or {@code null} if it forks
   * @param first a state that it forks to
   * @param second another, or the same
   */
  record Step(@Nullable IntPredicate takes, int first, int second) {
    static Step taking(IntPredicate characters) {
      return new Step(characters, -1, -1);
    }

    static Step fork(int first, int second) {
      return new Step(null, first, second);
    }
  }

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException if it is wrong; the message names it and says what is wrong
   */
  static Glob of(String pattern) {
    return new GlobParser(pattern).parse();
  }

  /** What every text that matches starts with. */
  String literalPrefix() {
    return literalPrefix;
  }

  /** Whether the pattern matches the whole text. */
  boolean matches(String text) {
    return text.startsWith(literalPrefix) && follow(text);
  }

  private boolean follow(String text) {
    States now = new States(steps);
    States next = new States(steps);
    now.enter(0);
    for (int i = 0; i < text.length() && now.count > 0; ) {
      int character = text.codePointAt(i);
      next.clear();
      now.advance(character, next);
      States swap = now;
      now = next;
      next = swap;
      i += Character.charCount(character);
    }
    return now.has(steps.size());
  }

  /** The pattern. */
  @Override
  public String toString() {
    return pattern;
  }

  /** A set of states; the state after the last step means a match. */
  private static final class States {
    private final List<Step> steps;
    private final int[] members;
    private final int[] enteredIn;
    private int round = 1;
    private int count;

    States(List<Step> steps) {
      this.steps = steps;
      this.members = new int[steps.size() + 1];
      this.enteredIn = new int[steps.size() + 1];
    }

    void clear() {
      round++;
      count = 0;
    }

    boolean has(int state) {
      return count > 0 && enteredIn[state] == round;
    }

    void enter(int state) {
      if (enteredIn[state] == round) {
        return;
      }
      enteredIn[state] = round;
      Step step = state < steps.size() ? steps.get(state) : null;
      if (step != null && step.takes() == null) {
        enter(step.first());
        enter(step.second());
      } else {
        members[count++] = state;
      }
    }

    void advance(int character, States next) {
      for (int i = 0; i < count; i++) {
        int state = members[i];
        IntPredicate takes = state < steps.size() ? steps.get(state).takes() : null;
        if (takes != null && takes.test(character)) {
          next.enter(state + 1);
        }
      }
    }
  }
}
