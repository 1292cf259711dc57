package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceJournal;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Offline-first, a write that the authority was asked for at once: its process dies, or its answer
 * is lost, before the cache above has heard of it.
 */
class InterruptedWriteTest {

  private static final Key A = Key.of("a");
  private static final Entry OLD = Entries.value(A, 1, "old");
  private static final Entry YOUNG = Entries.value(A, 2, "young");
  private static final Entry YOUNGEST = Entries.value(A, 3, "youngest");

  private final ManualClock clock = new ManualClock();
  private final ReferenceData cache = new ReferenceData();
  private final ReferenceData authority = new ReferenceData();
  private final Life first = new Life(new ReferenceJournal());
  private final Store decided = store(authority, "authority");
  private final Store cached = store(cache, "cache");

  private Store store(ReferenceData data, String name) {
    return ReferenceStore.over(data, name, clock, ChainRig.remote());
  }

  /** A chain of memory, a cache, and an authority that may be written behind. */
  private final class Life {
    private final ManualBackground background = new ManualBackground(clock);
    private final ReferenceJournal journal;
    private final FaultyStore faults = new FaultyStore(store(authority, "authority"));
    private final ChainStore chain;
    private final Store deciding;

    Life(ReferenceJournal journal) {
      this.journal = journal;
      chain =
          ChainStore.builder()
              .cache("memory", ChainRig.memory(clock))
              .cache("cache", store(cache, "cache"))
              .layer(Layer.store("authority", faults).behind())
              .outbox(OutboxConfig.journaled(journal))
              .background(background.background())
              .time(clock)
              .build();
      deciding = chain.acknowledging(Acknowledgement.AUTHORITY);
    }

    /** Gives the authority the entry, and dies when that has it. */
    Life killedAfter(Entry entry) {
      faults.faults().runAfter(Operation.MERGE, Life::die);
      assertThatThrownBy(() -> deciding.merge(Write.of(entry))).isInstanceOf(Killed.class);
      journal.close();
      return new Life(journal.reopen());
    }

    private static void die() {
      throw new Killed();
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aCacheThatWasNotToldIsDoubtedAfterTheKill() {
    first.deciding.merge(Write.of(OLD));
    Life second = first.killedAfter(YOUNG);

    assertThat(cached.read(A)).isEqualTo(OLD);
    assertThat(second.chain.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void aCacheThatWasNotToldGetsTheEntryAfterTheKill() {
    first.deciding.merge(Write.of(OLD));
    Life second = first.killedAfter(YOUNG);
    second.background.advance(Duration.ofMinutes(1)); // the first life's request may be under way

    assertThat(cached.read(A)).isEqualTo(YOUNG);
    assertThat(second.chain.outbox().flush(Duration.ZERO)).isTrue();
  }

  @Test
  void aConditionalWriteAfterTheKillIsNotBuiltOnWhatTheCacheStillHas() {
    first.deciding.merge(Write.of(OLD));
    Life second = first.killedAfter(YOUNG);
    Entry seen = Objects.requireNonNull(second.chain.read(A));
    second
        .chain
        .acknowledging(Acknowledgement.LOCAL)
        .merge(new Write(YOUNGEST, Precondition.stampIs(seen.stamp())));
    second.background.settle();

    assertThat(decided.read(A)).isEqualTo(YOUNGEST);
    assertThat(cached.read(A)).isEqualTo(YOUNGEST);
  }

  @Test
  void aCacheGetsWhatAnUnknownOutcomeCameTo() {
    first.deciding.merge(Write.of(OLD));
    first.faults.faults().failAfter(Operation.MERGE, 3);
    assertThatThrownBy(() -> first.deciding.merge(Write.of(YOUNG)))
        .isInstanceOf(OutcomeUnknownException.class);
    first.background.advance(Duration.ofMinutes(1));

    assertThat(cached.read(A)).isEqualTo(YOUNG);
  }
}
