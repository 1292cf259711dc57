package dev.headwater.testkit;

/** The wrappers of the testkit, and one that overrides nothing, change nothing. */
class WrappedStoreContractTest extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return ReferenceFixture.wrapped(
        store -> new RecordingStore(new FaultyStore(new PlainWrapper(store))));
  }
}
