package dev.headwater.store.github.commits;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;

/** Tells each of several callers of one commit, in terms of its own call, why it failed. Pure. */
public final class Failures {

  private Failures() {}

  /** The same failure, of another operation. */
  public static StoreException about(Subject subject, StoreException failure) {
    String what = what(failure);
    if (failure instanceof RejectedException rejected) {
      return new RejectedException(subject, rejected.reason(), what, failure);
    }
    if (failure instanceof OutcomeUnknownException) {
      return new OutcomeUnknownException(subject, what, failure);
    }
    if (failure instanceof CorruptEntryException) {
      Subject ofKey = new Subject(subject.store(), subject.operation(), failure.key());
      return new CorruptEntryException(ofKey, what, failure);
    }
    return new StoreUnavailableException(subject, what, failure);
  }

  private static String what(StoreException failure) {
    String message = String.valueOf(failure.getMessage());
    String prefix = failure.subject() + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }
}
