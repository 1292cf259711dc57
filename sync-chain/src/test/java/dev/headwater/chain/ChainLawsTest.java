package dev.headwater.chain;

import dev.headwater.testkit.DecoratorAssertions;
import dev.headwater.testkit.TimeRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ChainLawsTest {

  @Test
  void theWrapperOfLayersOverridesEverything() {
    DecoratorAssertions.assertOverridesEverything(GuardedStore.class);
  }

  @Test
  void noTimeButTheInjected() {
    TimeRules.check("dev.headwater.chain", ChainStoreBuilder.class);
  }

  @Test
  void noWaitButTheInjected() {
    TimeRules.checkWaits("dev.headwater.chain");
  }
}
