package dev.headwater.chain.outbox;

import dev.headwater.chain.outbox.OutboxEvents.Certainty;
import dev.headwater.store.Entry;

/**
 * An accepted entry that the authority refused. It is told when it can't be undone any more, and
 * kept in the journal until it is told.
 *
 * @param number the number that its item had
 */
record Withdrawal(long number, Entry entry, Certainty certainty) {

  Withdrawal uncertain() {
    return new Withdrawal(number, entry, Certainty.UNCERTAIN);
  }
}
