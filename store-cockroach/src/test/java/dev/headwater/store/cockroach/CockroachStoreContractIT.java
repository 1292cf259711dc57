package dev.headwater.store.cockroach;

import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;

/** At the isolation that the database usually has. */
class CockroachStoreContractIT extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return new SqlFixture("timeout=20s", "pool=4");
  }
}
