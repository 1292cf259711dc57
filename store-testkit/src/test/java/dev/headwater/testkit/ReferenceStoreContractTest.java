package dev.headwater.testkit;

class ReferenceStoreContractTest extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return ReferenceFixture.plain();
  }
}
