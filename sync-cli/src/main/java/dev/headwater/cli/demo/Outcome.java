package dev.headwater.cli.demo;

import java.util.List;

/**
 * What a step showed.
 *
 * @param layers which layers did it
 * @param result what came out, in a few words
 * @param details more lines for people
 * @param kind whether it was shown
 */
record Outcome(String layers, String result, List<String> details, Kind kind) {

  enum Kind {
    PASSED,
    FAILED
  }

  Outcome {
    details = List.copyOf(details);
  }

  static Outcome passed(String layers, String result, String... details) {
    return new Outcome(layers, result, List.of(details), Kind.PASSED);
  }

  static Outcome failed(String why) {
    return new Outcome("-", "FAILED", List.of(why), Kind.FAILED);
  }
}
