package dev.headwater.store.github;

import dev.headwater.store.github.rest.RateGovernors;
import dev.headwater.testkit.TimeRules;
import org.junit.jupiter.api.Test;

class TimeRulesTest {
  @Test
  void onlyLimitsReadRealTime() {
    TimeRules.check("dev.headwater.store.github", RateGovernors.class);
  }
}
