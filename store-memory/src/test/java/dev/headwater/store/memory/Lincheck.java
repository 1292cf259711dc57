package dev.headwater.store.memory;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;

/** What the model checker need not look into. */
final class Lincheck {

  /** Caffeine's own steps, streams and values: threads are switched in this package's code only. */
  static final ManagedStrategyGuarantee ELSEWHERE =
      ManagedStrategyGuaranteeKt.forClasses(Lincheck::isElsewhere).allMethods().ignore();

  private static final String HERE = Lincheck.class.getPackageName() + ".";

  private Lincheck() {}

  private static boolean isElsewhere(String className) {
    return className.startsWith("com.github.benmanes.")
        || (className.startsWith("java.util.") && !className.startsWith("java.util.concurrent."))
        || className.startsWith("dev.headwater.testkit.")
        || (className.startsWith("dev.headwater.store.") && !className.startsWith(HERE));
  }
}
