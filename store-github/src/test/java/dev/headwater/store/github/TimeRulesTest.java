package dev.headwater.store.github;

import dev.headwater.testkit.TimeRules;
import org.junit.jupiter.api.Test;

class TimeRulesTest {
  @Test
  void nothingReadsRealTime() {
    TimeRules.check("dev.headwater.store.github");
  }
}
