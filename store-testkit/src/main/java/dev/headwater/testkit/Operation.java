package dev.headwater.testkit;

/** The operations of a store that can be recorded, or can fail. */
public enum Operation {
  READ("read", Effect.READS),
  READ_ALL("readAll", Effect.READS),
  MERGE("merge", Effect.WRITES),
  MERGE_ALL("mergeAll", Effect.WRITES),
  /** Opening a listing. */
  LIST("list", Effect.READS),
  /** One page of a listing. */
  PAGE("page", Effect.READS),
  HEAD("head", Effect.READS),
  /** Opening a feed. */
  FEED("feed", Effect.READS),
  /** One poll of a feed. */
  POLL("poll", Effect.READS),
  PURGE("purge", Effect.WRITES),
  CLOSE("close", Effect.READS);

  private final String text;
  private final Effect effect;

  Operation(String text, Effect effect) {
    this.text = text;
    this.effect = effect;
  }

  /** Whether an operation changes the store, so that its outcome can be unknown. */
  enum Effect {
    READS,
    WRITES
  }

  Effect effect() {
    return effect;
  }

  /** The name of the method. */
  @Override
  public String toString() {
    return text;
  }
}
