package dev.headwater.chain;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;

/** Where a model checker need not switch threads: it shall do so in the chain's own steps. */
public final class StepsOfOthers {

  /** Each call of a fake store or journal is one step. */
  public static final ManagedStrategyGuarantee FAKES_ARE_ATOMIC =
      ManagedStrategyGuaranteeKt.forClasses(name -> name.startsWith("dev.headwater.testkit."))
          .allMethods()
          .treatAsAtomic();

  /** Values and collections are one thread's, or guarded by its locks. */
  public static final ManagedStrategyGuarantee VALUES_ARE_NOT_SHARED =
      ManagedStrategyGuaranteeKt.forClasses(StepsOfOthers::isValue).allMethods().ignore();

  private StepsOfOthers() {}

  private static boolean isValue(String className) {
    return (className.startsWith("java.util.") && !className.startsWith("java.util.concurrent."))
        || (className.startsWith("dev.headwater.store.")
            && !className.startsWith("dev.headwater.store.background."));
  }
}
