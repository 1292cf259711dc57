package dev.headwater.chain.simulation;

import dev.headwater.testkit.simulation.Histories;
import java.util.List;

/**
 * How many histories to run, and which: system properties {@code headwater.simulation.histories},
 * {@code .seed} and {@code .threads}.
 */
record Profile(int histories, long seed, int threads) {

  private static final String PREFIX = "headwater.simulation.";
  private static final int HISTORIES = 10_000;
  private static final int THREADS = 2;

  static Profile ofSystem() {
    return new Profile(
        Integer.getInteger(PREFIX + "histories", HISTORIES),
        Long.getLong(PREFIX + "seed", 1),
        Integer.getInteger(PREFIX + "threads", THREADS));
  }

  /** What went wrong, how it came to it, and how to see it again. */
  String explain(Histories.Failure failure, int lines) {
    List<String> trace = failure.trace();
    return """
        history %d, seed %d: %s
        %s
        ...
        %s
        replay: ./mvnw -pl sync-chain -am test -Dtest=ChainSimulationTest \
        -Dsurefire.failIfNoSpecifiedTests=false -D%shistories=1 -D%sseed=%d"""
        .formatted(
            failure.number(),
            failure.seed(),
            failure.error(),
            trace.get(0),
            String.join("\n", trace.subList(Math.max(1, trace.size() - lines), trace.size())),
            PREFIX,
            PREFIX,
            failure.seed());
  }
}
