package dev.headwater.chain.outbox;

import dev.headwater.store.MalformedRecordException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.journal.Journal;

/** Reads what a journal has saved. */
final class SavedRecords {

  private SavedRecords() {}

  /** What a record's bytes say. */
  interface Parser<T> {
    T parse(byte[] bytes) throws MalformedRecordException;
  }

  /**
   * What the record says.
   *
   * @throws RejectedException if it is of no known format
   */
  static <T> T parse(String journal, String section, Journal.Saved saved, Parser<T> parser) {
    try {
      return parser.parse(saved.bytes());
    } catch (MalformedRecordException e) {
      throw new RejectedException(
          new Subject(journal, "read", null),
          RejectedException.Reason.CONFIGURATION,
          "record %d of section '%s' can't be read: %s"
              .formatted(saved.number(), section, e.getMessage()),
          e);
    }
  }
}
