package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it came.
 *
 * @param headers by lower-case name
 * @param underWay how many requests had come and were not answered, this one included
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record RawRequest(RequestLine line, Map<String, String> headers, byte[] body, int underWay) {

  /** The query's parameters; of several with one name the last. */
  Map<String, String> query() {
    Map<String, String> found = new TreeMap<>();
    for (String pair : line.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        found.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return found;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // GitHub takes what is malformed as it is
    }
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
