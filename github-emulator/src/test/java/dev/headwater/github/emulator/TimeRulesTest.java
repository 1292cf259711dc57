package dev.headwater.github.emulator;

import dev.headwater.testkit.TimeRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class TimeRulesTest {
  @Test
  void realTimeEntersWhereNoClockIsGiven() {
    TimeRules.check(
        "dev.headwater.github.emulator", GithubEmulatorBuilder.class, PersonCommits.class);
  }
}
