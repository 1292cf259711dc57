package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The suite notices stores that are wrong, in the group that is about what is wrong. */
@Tag("long")
class ContractBitesTest {

  @AfterEach
  void heal() {
    FlawedStoreContract.flaw = Flaw.NONE;
  }

  @Test
  void aStoreWithoutFlawPasses() {
    TestExecutionSummary summary = run(Flaw.NONE, selectClass(FlawedStoreContract.class));
    assertThat(summary.getTotalFailureCount()).isZero();
    assertThat(summary.getTestsSucceededCount()).isGreaterThan(150);
  }

  @ParameterizedTest
  @EnumSource(value = Flaw.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFlawFailsItsGroup(Flaw flaw) {
    DiscoverySelector group = selectNestedClass(List.of(FlawedStoreContract.class), flaw.group());
    assertThat(run(flaw, group).getTestsFailedCount()).isPositive();
    assertThat(run(Flaw.NONE, group).getTestsFailedCount()).isZero();
  }

  private static TestExecutionSummary run(Flaw flaw, DiscoverySelector selector) {
    FlawedStoreContract.flaw = flaw;
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
