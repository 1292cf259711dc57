package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Answer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Gives answers their entity tags, and the client 304 if it has the answer already. */
final class Etags {
  private static final String NAME = "ETag";

  private Etags() {}

  static Answer answer(RawRequest request, Answer answer) {
    if (answer.status() != 200 || request.line().isWrite()) {
      return answer;
    }
    Answer tagged =
        answer.headers().containsKey(NAME) ? answer : answer.with(NAME, weak(answer.body()));
    Answer cacheable = tagged.with("Cache-Control", "private, max-age=60, s-maxage=60");
    return matches(request.header("if-none-match"), cacheable.headers().getOrDefault(NAME, ""))
        ? notModified(cacheable)
        : cacheable;
  }

  private static Answer notModified(Answer answer) {
    Map<String, String> headers = new TreeMap<>(answer.headers());
    return Answer.empty(304).with(headers);
  }

  private static boolean matches(String asked, String tag) {
    for (String one : asked.split(",", -1)) {
      if (!one.isBlank() && opaque(one.trim()).equals(opaque(tag))) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static String weak(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return "W/\"" + HexFormat.of().formatHex(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
