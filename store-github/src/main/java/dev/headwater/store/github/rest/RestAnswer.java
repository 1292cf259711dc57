package dev.headwater.store.github.rest;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer, read to its end. */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared or changed
record RestAnswer(int status, HttpHeaders headers, byte[] body) {

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  boolean isError() {
    return status >= 400;
  }

  boolean isRedirect() {
    return status == 301 || status == 302 || status == 307 || status == 308;
  }
}
