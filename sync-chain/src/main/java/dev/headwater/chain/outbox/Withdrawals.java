package dev.headwater.chain.outbox;

import dev.headwater.store.StoreException;
import dev.headwater.store.journal.Journal;
import java.util.List;

/** Tells of withdrawals. Thread-safe. */
final class Withdrawals {

  private final JournalLog log;
  private final OutboxEvents events;

  Withdrawals(JournalLog log, OutboxEvents events) {
    this.log = log;
    this.events = events;
  }

  /**
   * Tells of these as soon as the end of the process can't undo them any more; if it always can,
   * because the journal takes nothing, of uncertain ones.
   */
  void tell(List<Withdrawal> withdrawals) {
    if (withdrawals.isEmpty()) {
      return;
    }
    try {
      log.writeOut();
      told(withdrawals);
    } catch (StoreException e) {
      events.failed(log.name(), e);
      log.onceWritten(
          () -> told(withdrawals),
          () -> told(withdrawals.stream().map(Withdrawal::uncertain).toList()));
    }
  }

  private void told(List<Withdrawal> withdrawals) {
    for (Withdrawal one : withdrawals) {
      events.withdrawn(one.entry(), one.certainty());
      log.later(List.of(new Journal.Remove(Sections.REFUSED, one.number())));
    }
  }
}
