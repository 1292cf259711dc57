package dev.headwater.store.github.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Carries one request to the server and its answer back. */
interface Transport extends AutoCloseable {

  /**
   * Sends the request.
   *
   * @param credential the value of the header {@code Authorization}, if there is one
   * @param timeout for all of it: connection, request, answer
   * @throws IOException if there was no answer
   */
  RestAnswer send(RestRequest request, Optional<String> credential, Duration timeout)
      throws IOException, InterruptedException;

  /** Ends what is under way; later requests fail. May be repeated. */
  @Override
  void close();
}
