package dev.headwater.store.cockroach;

import dev.headwater.testkit.TimeRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class TimeRulesTest {
  @Test
  void timeIsInjected() {
    TimeRules.check("dev.headwater.store.cockroach");
  }
}
