package dev.headwater.servers;

/** A server that was found did not start, did not answer in time, or refused a request. */
public final class ServerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerFailedException(String message) {
    super(message);
  }

  ServerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
