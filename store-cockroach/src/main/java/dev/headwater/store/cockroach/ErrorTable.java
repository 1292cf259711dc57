package dev.headwater.store.cockroach;

import static dev.headwater.store.cockroach.Verdict.CONFIGURATION;
import static dev.headwater.store.cockroach.Verdict.LIMIT;
import static dev.headwater.store.cockroach.Verdict.PERMISSION;
import static dev.headwater.store.cockroach.Verdict.RETRY;
import static dev.headwater.store.cockroach.Verdict.RETRY_FRESH;
import static dev.headwater.store.cockroach.Verdict.SET_UP;
import static dev.headwater.store.cockroach.Verdict.SHRINK;
import static dev.headwater.store.cockroach.Verdict.SPLIT;
import static dev.headwater.store.cockroach.Verdict.UNAVAILABLE;
import static dev.headwater.store.cockroach.Verdict.UNKNOWN;
import static dev.headwater.store.cockroach.Verdict.UNKNOWN_FINAL;
import static dev.headwater.store.cockroach.Verdict.UNSUPPORTED;

import java.util.List;
import java.util.stream.Stream;

/**
 * SQLSTATEs of both databases and what they mean, the most particular first. {@code
 * docs/layout/sql.md} has the same table with the reasons.
 */
final class ErrorTable {

  private static final List<Rule> RULES =
      List.of(
          // Conflicts: the server rolled back.
          Rule.of("40001", RETRY).saying("transaction deadline exceeded", SHRINK),
          Rule.of("40P01", RETRY), // a deadlock: locks were taken in another order than ours
          Rule.of("40003", RETRY_FRESH).in(Phase.CONNECT, UNAVAILABLE).in(Phase.WRITE, UNKNOWN),
          Rule.of("25P02", RETRY),
          Rule.of("55P03", RETRY),
          Rule.of("23505", CONFIGURATION).in(Phase.SETUP, RETRY), // two processes create the table
          Rule.of("42P07", CONFIGURATION).in(Phase.SETUP, RETRY),
          Rule.of("42710", CONFIGURATION).in(Phase.SETUP, RETRY),
          // The connection, or the server behind it, is of no use any more.
          Rule.of("08P01", UNAVAILABLE)
              .in(Phase.WRITE, UNKNOWN)
              .saying("message size", SPLIT)
              .saying("bigger than maximum allowed", SPLIT),
          Rule.of("08", RETRY_FRESH).in(Phase.CONNECT, UNAVAILABLE).in(Phase.WRITE, UNKNOWN),
          Rule.of("57P01", RETRY_FRESH).in(Phase.CONNECT, UNAVAILABLE).in(Phase.WRITE, UNKNOWN),
          Rule.of("57P02", RETRY_FRESH).in(Phase.CONNECT, UNAVAILABLE).in(Phase.WRITE, UNKNOWN),
          Rule.of("57P05", RETRY_FRESH).in(Phase.CONNECT, UNAVAILABLE).in(Phase.WRITE, UNKNOWN),
          Rule.of("25006", RETRY_FRESH), // a standby answered
          // The server is there and can't serve now.
          Rule.of("57P03", UNAVAILABLE),
          Rule.of("53300", UNAVAILABLE),
          Rule.of("57014", UNAVAILABLE).in(Phase.WRITE, UNKNOWN),
          Rule.of("53100", SHRINK),
          Rule.of("53200", SHRINK),
          // What will not get better.
          Rule.of("0A000", UNSUPPORTED).saying("cached plan must not change", RETRY_FRESH),
          Rule.of("54", LIMIT),
          Rule.of("21000", UNSUPPORTED), // a key twice in one statement: a mistake of ours
          Rule.of("22", CONFIGURATION),
          Rule.of("23", CONFIGURATION),
          Rule.of("28", PERMISSION),
          Rule.of("3D000", CONFIGURATION),
          Rule.of("3F000", CONFIGURATION),
          Rule.of("42501", PERMISSION),
          Rule.of("42P01", SET_UP).in(Phase.SETUP, CONFIGURATION),
          Rule.of("42703", SET_UP).in(Phase.SETUP, CONFIGURATION),
          Rule.of("42883", SET_UP).in(Phase.SETUP, UNSUPPORTED),
          Rule.of("42", UNSUPPORTED),
          Rule.of("XXA00", CONFIGURATION).in(Phase.WRITE, UNKNOWN_FINAL));

  /** An error with no state of the table: the driver's own, or one of the server's inside. */
  private static final Rule OTHER = Rule.of("", UNAVAILABLE).in(Phase.WRITE, UNKNOWN);

  private ErrorTable() {}

  /** What an error with this state, empty if it has none, and message means in this phase. */
  static Verdict verdict(String state, String message, Phase phase) {
    return RULES.stream()
        .filter(rule -> state.startsWith(rule.state()))
        .findFirst()
        .orElse(OTHER)
        .verdict(message, phase);
  }

  /** A state, or the beginning of several, with its verdict and the exceptions from it. */
  private record Rule(String state, List<Saying> sayings, List<Case> cases, Verdict otherwise) {

    static Rule of(String state, Verdict otherwise) {
      return new Rule(state, List.of(), List.of(), otherwise);
    }

    /** In this phase it means something else. */
    Rule in(Phase phase, Verdict verdict) {
      return new Rule(state, sayings, with(cases, new Case(phase, verdict)), otherwise);
    }

    /** With these words in its message it means something else, whatever the phase. */
    Rule saying(String words, Verdict verdict) {
      return new Rule(state, with(sayings, new Saying(words, verdict)), cases, otherwise);
    }

    Verdict verdict(String message, Phase phase) {
      for (Saying saying : sayings) {
        if (message.contains(saying.words())) {
          return saying.verdict();
        }
      }
      for (Case one : cases) {
        if (one.phase() == phase) {
          return one.verdict();
        }
      }
      return otherwise;
    }

    private static <T> List<T> with(List<T> list, T element) {
      return Stream.concat(list.stream(), Stream.of(element)).toList();
    }
  }

  private record Saying(String words, Verdict verdict) {}

  private record Case(Phase phase, Verdict verdict) {}
}
