package dev.headwater.store.cockroach;

/** How far an attempt has come: what an error means depends on it. */
enum Phase {
  /** A connection is being made; no statement was sent. */
  CONNECT,
  /** The table is being created. */
  SETUP,
  /** A statement was sent that changes nothing, or only inside a transaction not yet committed. */
  READ,
  /** A write that commits by itself, or the commit of a transaction, was sent. */
  WRITE
}
