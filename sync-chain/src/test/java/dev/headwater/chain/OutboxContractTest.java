package dev.headwater.chain;

import dev.headwater.chain.OutboxFixture.Depth;
import dev.headwater.chain.OutboxFixture.Kept;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** A chain that writes behind is a store. */
class OutboxContractTest {

  @Nested
  @Tag("long")
  class WithAReplica extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new OutboxFixture(Depth.WITH_REPLICA, Kept.IN_MEMORY, Acknowledgement.AUTHORITY);
    }
  }

  @Nested
  @Tag("long")
  class WithAReplicaAndAJournal extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new OutboxFixture(
          Depth.WITH_CACHE_AND_REPLICA, Kept.JOURNALED, Acknowledgement.AUTHORITY);
    }
  }

  @Nested
  class WaitingForAll extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new OutboxFixture(Depth.WITH_CACHE_AND_REPLICA, Kept.JOURNALED, Acknowledgement.ALL);
    }
  }

  @Nested
  @Tag("long")
  class AcknowledgingLocally extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new OutboxFixture(Depth.AUTHORITY, Kept.IN_MEMORY, Acknowledgement.LOCAL);
    }
  }

  @Nested
  class AcknowledgingLocallyWithAJournal extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new OutboxFixture(Depth.WITH_CACHE_AND_REPLICA, Kept.JOURNALED, Acknowledgement.LOCAL);
    }
  }
}
