package dev.headwater.testkit;

import java.time.Duration;

/** The contract of a store with a {@link Flaw}; run by {@link ContractBitesTest} alone. */
class FlawedStoreContract extends StoreContract {

  /** The flaw of the stores of the next run. */
  static volatile Flaw flaw = Flaw.NONE;

  @Override
  protected StoreFixture fixture() {
    ManualClock clock = new ManualClock();
    return new ReferenceFixture(
        clock,
        new ReferenceData(),
        ReferenceStore.CAPABILITIES,
        store -> flaw.wrap(store, clock),
        Duration.ofMillis(300));
  }
}
