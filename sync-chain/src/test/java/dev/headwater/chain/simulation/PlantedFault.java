package dev.headwater.chain.simulation;

/**
 * Faults of one line, as somebody might make them: what a line of the product says, and what it
 * says with the fault. The simulation has to find each.
 */
enum PlantedFault {
  ACKNOWLEDGED_BEFORE_COMMIT("chain/outbox/LocalWrites", "log.await(one.page());", ""),
  POPPED_BEFORE_ACKNOWLEDGEMENT(
      "chain/outbox/AuthorityCourier",
      "Batches.Answer answer = batches.merge(items);",
      "items.forEach(item -> book.decided(item, book.layers().others(item.key())));"
          + " Batches.Answer answer = batches.merge(items);"),
  OUTBOX_NOT_CONSULTED_ON_READ(
      "chain/Walker", "Entry undecided = pending.newest(key);", "Entry undecided = null;"),
  OLDER_PENDING_WRITE_LISTED(
      "chain/ChainStore",
      "ListRequest.all(request.prefix())",
      "ListRequest.live(request.prefix())"),
  PENDING_KEY_EVICTED("chain/outbox/Lines", "slot.line.isEmpty() && ", ""),
  ORDER_LOST_ON_RETRY(
      "chain/outbox/KeyLine",
      "replace(past == Item.Past.MAYBE_TAKEN ? back.maybeTaken() : back);",
      "items.remove(item); items.add(back);"),
  UNKNOWN_TAKEN_FOR_SUCCESS(
      "chain/outbox/AuthorityCourier",
      "giveBack(item, past);",
      "if (past == Item.Past.FRESH) giveBack(item, past); else settle(item, MergeOutcome.written(), refused);"),
  UNKNOWN_TAKEN_FOR_FAILURE("chain/AuthorityWrites", "throw lost == null ? e : lost;", "throw e;"),
  BACKFILL_OVER_NEWER_ENTRY(
      "chain/LocalCopies", "if (isCurrent(entry.key(), entry.stamp(), ticket)) {", "if (true) {"),
  EXPIRED_ENTRY_RETURNED(
      "chain/Walker", "entry == null || entry.isExpiredAt(time.millis())", "entry == null"),
  ERROR_TAKEN_FOR_MISS("chain/Walk", "unknown.add(new Unknown(layer, error));", ""),
  STAMP_ISSUED_AGAIN_AFTER_RESTART("store/clock/HybridClock", "this.last.set(reserved);", ""),
  TOMBSTONE_DROPPED_AT_RESTART(
      "chain/outbox/Recovery",
      "book.recovered(item);",
      "if (!item.entry().isTombstone()) book.recovered(item);"),
  REFUSED_WRITE_STAYS_VISIBLE("chain/LocalCopies", "purge(key, entry.stamp());", ""),
  REFUSAL_TAKEN_FOR_SUCCESS(
      "chain/outbox/Verdict",
      "new Withdrawn(refused.held(), certainty(item, refused.held()))",
      "new Taken()"),
  PRECONDITION_DROPPED(
      "chain/outbox/Coalescing",
      "new Write(later.entry(), earlier.write().precondition())",
      "Write.of(later.entry())"),
  BLIND_OVERWRITE_INHERITED("chain/outbox/Coalescing", "|| !earlier.isConditional()", ""),
  INTENT_NOT_JOURNALED(
      "chain/outbox/Intents", "notes.stream().map(Note::page).distinct().forEach(log::await);", ""),
  FAILED_COPY_FORGOTTEN(
      "chain/outbox/CopyCourier",
      "book.returned(item, place, Item.Past.FRESH);",
      "book.delivered(item, place);"),
  FLOOR_NOT_RAISED("chain/LocalCopies", "    floors.raise(key, stamp);", ""),
  CHANGE_NOT_FOLLOWED("chain/LocalCopies", "      if (older) {", "      if (false) {"),
  EDIT_NOT_BROUGHT_UP("chain/StoresAbove", "taken.add(entry);", "");

  private final String place;
  private final String right;
  private final String wrong;

  PlantedFault(String place, String right, String wrong) {
    this.place = place;
    this.right = right;
    this.wrong = wrong;
  }

  /** The source file below {@code dev/headwater}, without its ending. */
  String place() {
    return place;
  }

  /** The source with the fault. The line must be there, once. */
  String plant(String source) {
    int at = source.indexOf(right);
    if (at < 0 || source.indexOf(right, at + 1) >= 0) {
      throw new AssertionError(
          "%s: %s has not exactly one '%s'; mend the table".formatted(this, place, right));
    }
    return source.replace(right, wrong);
  }
}
