package dev.headwater.chain;

/** What a write waits for before it is acknowledged. */
public enum Acknowledgement {
  /**
   * The outbox has the write: on disk if it has a journal, else in memory. It is decided by what
   * this process knows; the authority decides later, and a write that it does not take is
   * {@linkplain ChainListener#withdrawn withdrawn}.
   */
  LOCAL,
  /** The authority has taken the write, and every layer that is written through was tried. */
  AUTHORITY,
  /**
   * Every layer that is written has the write. Those that have not taken it when the time is up are
   * named in the outcome, and get it later.
   */
  ALL
}
