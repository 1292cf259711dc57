package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be asked, and nothing happened. Trying again later, or asking another layer,
 * is right.
 */
public final class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1;

  public StoreUnavailableException(Subject subject, String what) {
    super(subject, what, null);
  }

  public StoreUnavailableException(Subject subject, String what, @Nullable Throwable cause) {
    super(subject, what, cause);
  }
}
