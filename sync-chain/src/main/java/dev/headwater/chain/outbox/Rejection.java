package dev.headwater.chain.outbox;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.RejectedException;

/** What follows when a layer rejects one write. Pure. */
enum Rejection {
  /** It may take it later. */
  PASSING,
  /** It refuses to be written at all, or it refuses this write: what it does with others tells. */
  OF_THE_LAYER_OR_THE_WRITE,
  /** It will never take it. */
  FINAL;

  static Rejection of(RejectedException error, Entry entry, Capabilities.Limits limits) {
    return switch (error.reason()) {
      case FULL -> PASSING;
      case LIMIT -> entry.valueBytes() <= limits.maxValueBytes() ? PASSING : FINAL;
      case PERMISSION, CONFIGURATION -> OF_THE_LAYER_OR_THE_WRITE;
      case UNSUPPORTED, CLOCK -> FINAL;
    };
  }
}
