package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes exchanges of what came and what was answered. */
final class Exchanges {
  private Exchanges() {}

  static Exchange of(RawRequest request, Answer answer) {
    Map<String, String> sent = new TreeMap<>(request.headers());
    sent.remove("authorization");
    Map<String, String> headers = new TreeMap<>();
    answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    if (!answer.contentType().isEmpty()) {
      headers.put("content-type", answer.contentType());
    }
    return new Exchange(
        request.line(),
        Map.copyOf(sent),
        request.body(),
        answer.status(),
        Map.copyOf(headers),
        answer.body());
  }
}
