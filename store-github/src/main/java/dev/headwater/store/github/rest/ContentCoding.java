package dev.headwater.store.github.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;

/** Undoes the compression of an answer. Pure. */
final class ContentCoding {

  static final String GZIP = "gzip";

  private ContentCoding() {}

  static byte[] decoded(HttpResponse<byte[]> response) throws IOException {
    String coding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (!coding.equalsIgnoreCase(GZIP) || response.body().length == 0) {
      return response.body();
    }
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] body = plain.readNBytes(HttpTransport.MAX_ANSWER_BYTES);
      if (plain.read() >= 0) {
        throw new AnswerTooLargeException(HttpTransport.MAX_ANSWER_BYTES);
      }
      return body;
    }
  }
}
