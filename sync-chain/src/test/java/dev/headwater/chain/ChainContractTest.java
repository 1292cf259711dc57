package dev.headwater.chain;

import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import org.junit.jupiter.api.Nested;

/** A chain is a store, whatever its depth. */
class ChainContractTest {

  @Nested
  class OfOneLayer extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new ChainFixture(1);
    }
  }

  @Nested
  class OfTwoLayers extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new ChainFixture(2);
    }
  }

  @Nested
  class OfThreeLayers extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new ChainFixture(3);
    }
  }

  @Nested
  class OfFourLayers extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new ChainFixture(4);
    }
  }
}
