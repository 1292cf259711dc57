package dev.headwater.store.github;

import dev.headwater.store.github.rest.RateGovernors;
import dev.headwater.store.github.rest.Ticker;
import dev.headwater.testkit.TimeRules;
import org.junit.jupiter.api.Test;

class TimeRulesTest {
  @Test
  void onlyDeadlinesAndLimitsReadRealTime() {
    TimeRules.check("dev.headwater.store.github", Ticker.class, RateGovernors.class);
  }
}
