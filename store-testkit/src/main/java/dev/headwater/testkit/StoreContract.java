package dev.headwater.testkit;

import org.junit.jupiter.api.Nested;

/**
 * The contract of {@link dev.headwater.store.Store} as tests, in groups. A store proves that it is
 * one by a subclass that says where its data is; each test gets a fixture of its own.
 *
 * <p>The store must take writes. Where it lacks another {@linkplain dev.headwater.store.Capability
 * capability}, the tests require that it rejects what needs it.
 */
public abstract class StoreContract {

  /** A new fixture with no data. */
  protected abstract StoreFixture fixture();

  @Nested
  class ReadMerge extends ReadMergeContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Preconditions extends PreconditionContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Tombstones extends TombstoneContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Expiry extends ExpiryContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Listing extends ListingContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class AwkwardKeys extends AwkwardKeysContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Limits extends LimitsContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Feeds extends FeedContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Batches extends BatchContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Collisions extends CollisionContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Purges extends PurgeContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Corruptions extends CorruptionContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }

  @Nested
  class Model extends ModelContract {
    @Override
    protected StoreFixture newFixture() {
      return StoreContract.this.fixture();
    }
  }
}
