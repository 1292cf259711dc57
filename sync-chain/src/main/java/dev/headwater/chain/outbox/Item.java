package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;

/**
 * One accepted write on its way.
 *
 * @param number its number in the chain's journal
 * @param write the entry, and the precondition that the authority is to decide
 * @param state how far it is
 * @param past whether the authority may have taken it already
 * @param owed the layers that do not have it yet
 * @param inFlight those of them that are being given it now
 * @param sinceMillis when it was accepted
 */
record Item(
    long number,
    Write write,
    State state,
    Past past,
    LayerSet owed,
    LayerSet inFlight,
    long sinceMillis) {

  /** How far a write is. */
  enum State {
    /** Accepted locally, not acknowledged yet: the journal does not have it for certain. */
    JOURNALING,
    /** Acknowledged; the authority has not decided it. */
    UNDECIDED,
    /** Whoever wrote it is asking the authority now; nobody was told that it is accepted. */
    INTENT,
    /** What the authority holds of the key is owed to the other layers, and is to be read first. */
    UNSURE,
    /** The authority has it; other layers are owed it. */
    DECIDED
  }

  /** What has happened to an undecided write before. */
  enum Past {
    /** The authority certainly has not taken it. */
    FRESH,
    /** An answer was lost, here or before a restart: the authority may have taken it. */
    MAYBE_TAKEN
  }

  static Item of(long number, Write write, State state, LayerSet owed, long nowMillis) {
    return new Item(number, write, state, Past.FRESH, owed, LayerSet.NONE, nowMillis);
  }

  Entry entry() {
    return write.entry();
  }

  Key key() {
    return write.key();
  }

  /** About the memory that it takes. */
  long bytes() {
    return bytes(write.entry());
  }

  static long bytes(Entry entry) {
    return entry.key().text().length() + (long) entry.valueBytes();
  }

  /** Whether it was accepted before the authority has decided it. */
  boolean isUndecided() {
    return state == State.UNDECIDED || state == State.JOURNALING;
  }

  boolean isConditional() {
    return write.precondition() != Precondition.none();
  }

  Item number(long newNumber) {
    return new Item(newNumber, write, state, past, owed, inFlight, sinceMillis);
  }

  Item state(State newState) {
    return new Item(number, write, newState, past, owed, inFlight, sinceMillis);
  }

  Item write(Write newWrite) {
    return new Item(number, newWrite, state, past, owed, inFlight, sinceMillis);
  }

  Item maybeTaken() {
    return new Item(number, write, state, Past.MAYBE_TAKEN, owed, inFlight, sinceMillis);
  }

  Item owed(LayerSet newOwed) {
    return new Item(number, write, state, past, newOwed, inFlight, sinceMillis);
  }

  Item inFlight(LayerSet newInFlight) {
    return new Item(number, write, state, past, owed, newInFlight, sinceMillis);
  }

  Item since(long newSinceMillis) {
    return new Item(number, write, state, past, owed, inFlight, newSinceMillis);
  }
}
