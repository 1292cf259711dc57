package dev.headwater.testkit;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import java.util.function.UnaryOperator;

/** A store that can do less passes the suite by rejecting what it can't do. */
class WithoutAtomicBatchesContractTest extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return new ReferenceFixture(capabilities(), UnaryOperator.identity());
  }

  private static Capabilities capabilities() {
    Capabilities all = ReferenceStore.CAPABILITIES;
    return new Capabilities(
        all.without(Capability.ATOMIC_BATCHES).set(),
        new Capabilities.Limits(10_000, 0, 0, 10_000));
  }
}
