package dev.headwater.chain.outbox;

/** The sections of a journal that an outbox uses; see {@code docs/layout/journal.md}. */
final class Sections {

  /** Items, by their numbers. */
  static final String OUTBOX = "outbox";

  /** How far items are that are further than their records in {@link #OUTBOX} say. */
  static final String PROGRESS = "progress";

  /** Dead letters. */
  static final String DEAD = "dead";

  /** Withdrawals of which nobody may have been told yet. */
  static final String REFUSED = "refused";

  private Sections() {}
}
