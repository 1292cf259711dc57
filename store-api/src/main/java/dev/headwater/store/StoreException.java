package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * An operation of a store failed. Sorted by what happened, because that is what a caller decides
 * on; the type decides, never the message.
 *
 * <p>Every message says what happened, to which store and key, and what to do; never a value or a
 * secret.
 */
public abstract sealed class StoreException extends RuntimeException
    permits StoreUnavailableException,
        OutcomeUnknownException,
        RejectedException,
        CorruptEntryException {
  private static final long serialVersionUID = 1;

  private final transient Subject subject;

  StoreException(Subject subject, String what, @Nullable Throwable cause) {
    super(subject + ": " + what, cause);
    this.subject = subject;
  }

  /** What the failed operation was about. */
  public Subject subject() {
    return subject;
  }

  /** The name of the store that failed. */
  public String store() {
    return subject.store();
  }

  /** The key that the operation was about, or {@code null} if it was about none or many. */
  public @Nullable Key key() {
    return subject.key();
  }

  /**
   * What an operation is about.
   *
   * @param store the store's {@link Store#name}
   * @param operation the operation, such as {@code read}
   * @param key the key, or {@code null} if there is none, or more than one
   */
  public record Subject(String store, String operation, @Nullable Key key) {

    public static Subject of(Store store, String operation) {
      return new Subject(store.name(), operation, null);
    }

    public static Subject of(Store store, String operation, Key key) {
      return new Subject(store.name(), operation, key);
    }

    @Override
    public String toString() {
      String done = store + ": " + operation;
      return key == null ? done : done + " of '" + key + "'";
    }
  }
}
