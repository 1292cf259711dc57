package dev.headwater.github.emulator;

import java.util.Map;

/**
 * A request and its answer, whole, for those who check them against a description of the API.
 * Header names are in lower case; the token is left out.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Exchange(
    RequestLine line,
    Map<String, String> requestHeaders,
    byte[] requestBody,
    int status,
    Map<String, String> responseHeaders,
    byte[] responseBody) {

  @Override
  public String toString() {
    return line + " -> " + status;
  }
}
