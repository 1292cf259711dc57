package dev.headwater.store.cockroach;

import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import org.junit.jupiter.api.Tag;

/** Where PostgreSQL, too, ends conflicting transactions with 40001. */
@Tag("long")
class CockroachStoreSerializableContractIT extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    return new SqlFixture("timeout=20s", "pool=4", "isolation=serializable");
  }
}
