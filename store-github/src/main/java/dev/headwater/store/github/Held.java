package dev.headwater.store.github;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.github.layout.HeldLine;

/** Lines of the index that say nothing, as errors. Pure. */
final class Held {

  private Held() {}

  static CorruptEntryException exception(HeldLine line, Subject subject) {
    return new CorruptEntryException(
        new Subject(subject.store(), subject.operation(), line.key()), line.message());
  }
}
