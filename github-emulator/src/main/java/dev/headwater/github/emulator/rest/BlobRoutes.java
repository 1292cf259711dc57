package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.ObjectIds;
import dev.headwater.github.emulator.rest.Call.Media;
import java.io.IOException;
import java.util.Base64;
import org.eclipse.jgit.lib.ObjectId;

/** {@code git/blobs}. */
final class BlobRoutes {
  static final String RAW_TYPE = "application/vnd.github.raw+json; charset=utf-8";
  private static final int LINE_CHARS = 60;

  private final Site site;

  BlobRoutes(Site site) {
    this.site = site;
  }

  Answer create(Call call) throws IOException {
    site.requireNotEmpty();
    JsonNode body = call.json();
    String content = Json.required(body, "content");
    byte[] bytes = decode(content, Json.text(body, "encoding").orElse("utf-8"));
    requireSize(site, bytes.length);
    String id = site.repository().insertBlob(bytes).name();
    ObjectNode made = Json.object().put("sha", id).put("url", site.links().blob(id));
    return Answer.json(201, made).with("Location", site.links().blob(id));
  }

  static void requireSize(Site site, long bytes) {
    if (bytes >= site.rules().maxBlobBytes()) {
      throw Refusal.of(422, "Sorry, the blob is too large: " + bytes + " bytes");
    }
  }

  private static byte[] decode(String content, String encoding) {
    return switch (encoding) {
      case "utf-8" -> content.getBytes(UTF_8);
      case "base64" -> fromBase64(content);
      default -> throw Refusal.of(422, "Invalid encoding: " + encoding);
    };
  }

  static byte[] fromBase64(String content) {
    try {
      return content.indexOf('\n') < 0
          ? Base64.getDecoder().decode(content)
          : Base64.getMimeDecoder().decode(content);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(422, "content is not valid Base64");
    }
  }

  /** As GitHub writes it, in lines. */
  static String toBase64(byte[] content) {
    String lines = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(content);
    return lines.isEmpty() ? lines : lines + "\n";
  }

  Answer read(Call call) throws IOException {
    site.requireNotEmpty();
    String name = call.parameter("sha");
    ObjectId id =
        ObjectIds.parse(name)
            .orElseThrow(
                () ->
                    Refusal.of(
                        422,
                        "The sha parameter must be exactly 40 characters and contain only [0-9a-f]."));
    byte[] content = site.repository().blob(id).orElseThrow(Refusal::notFound);
    return call.media() == Media.RAW ? Answer.bytes(RAW_TYPE, content) : json(id.name(), content);
  }

  private Answer json(String id, byte[] content) {
    ObjectNode blob = Json.object();
    blob.put("sha", id).put("node_id", nodeId("Blob", id)).put("size", content.length);
    blob.put("url", site.links().blob(id)).put("content", toBase64(content));
    return Answer.json(200, blob.put("encoding", "base64"));
  }

  /** An opaque id, as GraphQL would name the thing. */
  static String nodeId(String type, String id) {
    return Base64.getEncoder().encodeToString((type + ":" + id).getBytes(US_ASCII));
  }
}
