package dev.headwater.github.emulator;

/**
 * A request that was answered.
 *
 * @param status 0 if the connection was cut instead
 * @param requestBytes of its body
 * @param responseBytes of the answer's body
 */
public record LoggedRequest(RequestLine line, int status, long requestBytes, long responseBytes) {
  @Override
  public String toString() {
    return line + " -> " + status + " (" + requestBytes + " B, " + responseBytes + " B)";
  }
}
