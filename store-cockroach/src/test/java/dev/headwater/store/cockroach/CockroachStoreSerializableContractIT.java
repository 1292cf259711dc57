package dev.headwater.store.cockroach;

import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;

/** Where PostgreSQL, too, ends conflicting transactions with 40001. */
class CockroachStoreSerializableContractIT extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return new SqlFixture("timeout=20s", "pool=4", "isolation=serializable");
  }
}
