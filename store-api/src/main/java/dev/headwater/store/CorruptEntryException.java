package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * What a store holds of a key is no record: somebody else wrote there, or the record is damaged.
 * Nothing was changed. The key stays unreadable in this store until a person removes or mends it;
 * other keys are not affected.
 */
public final class CorruptEntryException extends StoreException {
  private static final long serialVersionUID = 1;

  public CorruptEntryException(Subject subject, String what) {
    super(subject, what, null);
  }

  public CorruptEntryException(Subject subject, String what, @Nullable Throwable cause) {
    super(subject, what, cause);
  }
}
