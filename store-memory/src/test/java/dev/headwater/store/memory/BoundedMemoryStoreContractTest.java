package dev.headwater.store.memory;

import dev.headwater.store.Capability;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.util.EnumSet;

/** With a bound that no test reaches, a cache keeps the whole contract. */
class BoundedMemoryStoreContractTest extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return new MemoryFixture(
        MemoryStoreConfig.bounded(1 << 30).maxValueBytes(1 << 20).maxAtomicBytes(1 << 22),
        EnumSet.complementOf(EnumSet.of(Capability.DURABLE, Capability.COMPLETE)));
  }
}
