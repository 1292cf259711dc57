package dev.headwater.store.github.rest;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, without the credential.
 *
 * @param method the HTTP method, in upper case
 * @param uri the whole address
 * @param accept the media type that is asked for
 * @param body JSON; {@code null} for none
 * @param etag the version that is known already: if it is the newest, the answer is 304
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to be sent, never compared or changed
record RestRequest(
    String method, URI uri, String accept, byte @Nullable [] body, Optional<String> etag) {

  static final String JSON = "application/vnd.github+json";
  static final String RAW = "application/vnd.github.raw+json";
  static final String SHA = "application/vnd.github.sha";

  static RestRequest get(URI uri, String accept) {
    return new RestRequest("GET", uri, accept, null, Optional.empty());
  }

  static RestRequest write(String method, URI uri, byte[] json) {
    return new RestRequest(method, uri, JSON, json, Optional.empty());
  }

  /** The same request, if the answer is no longer this version. */
  RestRequest unless(String knownEtag) {
    return new RestRequest(method, uri, accept, body, Optional.of(knownEtag));
  }

  boolean isRead() {
    return method.equals("GET");
  }

  /** The same request to another address. */
  RestRequest at(URI address) {
    return new RestRequest(method, address, accept, body, etag);
  }

  int bodyBytes() {
    return body == null ? 0 : body.length;
  }

  /** Method and path: no credential, no content. */
  @Override
  public String toString() {
    return method + " " + uri.getRawPath();
  }
}
