package dev.headwater.store.memory;

import dev.headwater.store.Capability;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.util.EnumSet;

class MemoryStoreContractTest extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return new MemoryFixture(
        MemoryStoreConfig.unbounded().maxValueBytes(1 << 20).maxAtomicBytes(1 << 22),
        EnumSet.complementOf(EnumSet.of(Capability.DURABLE)));
  }
}
