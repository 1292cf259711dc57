package dev.headwater.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.journal.Journal;
import dev.headwater.testkit.ManualBackground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalLogTest {

  private final ManualBackground background = new ManualBackground();
  private final Scripted journal = new Scripted();
  private final JournalLog log = new JournalLog(journal, impatient(background.background()));

  /* On one thread nothing is done while somebody waits. */
  private static Background impatient(Background manual) {
    return new Background(
        manual.executor(), manual.timer(), manual.pollWait(), (what, atMost) -> what.isDone());
  }

  /** Keeps what is written, and does something before. */
  private static final class Scripted implements Journal {
    private final List<List<Change>> written = new ArrayList<>();
    private Runnable before = () -> {};

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public List<Saved> read(String section) {
      return List.of();
    }

    @Override
    public void write(List<Change> changes) {
      before.run();
      written.add(List.copyOf(changes));
    }

    @Override
    public void close() {}
  }

  private static Journal.Change put(long number) {
    return new Journal.Put("outbox", number, new byte[] {1});
  }

  private static Journal.Change remove(long number) {
    return new Journal.Remove("outbox", number);
  }

  @Test
  void whatComesBeforeAPageIsWrittenIsWrittenWithIt() {
    JournalLog.Page first = log.append(List.of(put(1)));
    JournalLog.Page second = log.append(List.of(put(2)));
    log.later(List.of(remove(3)));

    log.await(second);
    log.await(first);

    assertThat(journal.written).hasSize(1);
    assertThat(journal.written.get(0)).hasSize(3);
  }

  @Test
  void ofOneRecordTheLastChangeCounts() {
    JournalLog.Page page = log.append(List.of(put(1)));
    log.later(List.of(remove(1)));

    log.await(page);

    assertThat(journal.written).containsExactly(List.of(remove(1)));
  }

  @Test
  void whatNobodyWaitsForIsWrittenALittleLater() {
    log.later(List.of(remove(1)));
    background.settle();
    assertThat(journal.written).isEmpty();

    background.advance(JournalLog.LAZY);

    assertThat(journal.written).containsExactly(List.of(remove(1)));
  }

  @Test
  void whatNobodyWaitsForSurvivesAFailureAndDoesNotOverwriteWhatCameSince() {
    journal.before =
        () -> {
          throw new StoreUnavailableException(new Subject("scripted", "write", null), "full");
        };
    log.later(List.of(remove(1), remove(2)));
    JournalLog.Page page = log.append(List.of(put(3)));
    assertThatThrownBy(() -> log.await(page)).isInstanceOf(StoreUnavailableException.class);
    assertThat(log.isUnwritten(page)).isTrue();
    journal.before = () -> {};

    log.await(log.append(List.of(put(2))));

    assertThat(journal.written).hasSize(1);
    assertThat(journal.written.get(0)).hasSize(2).contains(remove(1)).doesNotContain(remove(2));
  }

  @Test
  void whatComesAfterTheDiskHasItWaitsUntilItTakesIt() {
    List<String> done = new ArrayList<>();
    journal.before =
        () -> {
          throw new StoreUnavailableException(new Subject("scripted", "write", null), "full");
        };
    log.later(List.of(remove(1)));
    assertThatThrownBy(log::writeOut).isInstanceOf(StoreUnavailableException.class);
    log.onceWritten(() -> done.add("told"), () -> done.add("never"));
    background.advance(Duration.ofSeconds(3));
    assertThat(done).isEmpty();
    journal.before = () -> {};

    background.advance(Duration.ofSeconds(2));

    assertThat(journal.written).containsExactly(List.of(remove(1)));
    assertThat(done).containsExactly("told");
  }

  @Test
  void whatComesAfterTheDiskHasItIsGivenUpIfItGoesOnTakingNothing() {
    List<String> done = new ArrayList<>();
    journal.before =
        () -> {
          throw new StoreUnavailableException(new Subject("scripted", "write", null), "full");
        };
    log.later(List.of(remove(1)));
    log.onceWritten(() -> done.add("told"), () -> done.add("never"));

    background.advance(Duration.ofMinutes(1));

    assertThat(done).containsExactly("never");
  }

  @Test
  void whatComesAfterTheDiskHasItNeverComesIfNobodyKnowsWhatItHas() {
    List<String> done = new ArrayList<>();
    journal.before =
        () -> {
          throw new OutcomeUnknownException(new Subject("scripted", "write", null), "lost");
        };
    log.later(List.of(remove(1)));
    log.onceWritten(() -> done.add("told"), () -> done.add("never"));

    background.advance(Duration.ofSeconds(10));

    assertThat(done).containsExactly("never");
  }

  @Test
  void anInterruptOfOneWriterIsNotTheOthersConcern() {
    journal.before =
        () -> {
          if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                new Subject("scripted", "write", null), "interrupted");
          }
        };
    Thread.currentThread().interrupt();

    log.await(log.append(List.of(put(1))));

    assertThat(Thread.interrupted()).as("the interrupt is left to the writer").isTrue();
    assertThat(journal.written).hasSize(1);
  }

  @Test
  void aWriteThatIsInterruptedInTheMiddleIsMadeAgain() {
    int[] calls = new int[1];
    journal.before =
        () -> {
          if (calls[0]++ == 0) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                new Subject("scripted", "write", null), "interrupted");
          }
        };

    log.await(log.append(List.of(put(1))));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(journal.written).hasSize(1);
  }

  @Test
  void aBrokenJournalIsTrustedNoMore() {
    journal.before =
        () -> {
          throw new ArithmeticException("a defect of the journal");
        };
    assertThatThrownBy(() -> log.await(log.append(List.of(put(1)))))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("a defect of the journal");
    journal.before = () -> {};

    assertThatThrownBy(() -> log.await(log.append(List.of(put(2)))))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("takes nothing since it failed");
    assertThat(log.failure()).isPresent();
    assertThat(journal.written).isEmpty();
  }

  @Test
  void aPageIsNeverWrittenBeforeTheOneThatCameBeforeIt() {
    journal.before =
        () -> {
          journal.before = () -> {};
          JournalLog.Page removal = log.append(List.of(remove(1)));
          assertThatThrownBy(() -> log.await(removal)).isInstanceOf(OutcomeUnknownException.class);
          assertThat(log.isUnwritten(removal)).isFalse();
        };

    Journal.Change put = put(1);
    log.await(log.append(List.of(put)));
    background.advance(Duration.ofSeconds(1));

    assertThat(journal.written).containsExactly(List.of(put), List.of(remove(1)));
  }

  @Test
  void closingWritesWhatIsLeft() {
    log.later(List.of(remove(1)));

    log.close();

    assertThat(journal.written).containsExactly(List.of(remove(1)));
    background.advance(Duration.ofSeconds(1));
    assertThat(journal.written).hasSize(1);
  }

  @Test
  void withoutAJournalNothingIsTakenAfterTheEnd() {
    JournalLog none = new JournalLog(null, background.background());
    none.await(none.append(List.of(put(1))));

    none.end();

    assertThatThrownBy(() -> none.await(none.append(List.of(put(2)))))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed");
  }
}
