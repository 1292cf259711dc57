package dev.headwater.store;

/** Bytes that are no record. The message says what is wrong with them, not what they are. */
public final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedRecordException(String message) {
    super(message);
  }
}
