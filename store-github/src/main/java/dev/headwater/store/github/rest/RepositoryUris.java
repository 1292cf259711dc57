package dev.headwater.store.github.rest;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The addresses of one repository's things. Pure.
 *
 * @param endpoint the API's address
 * @param fullName {@code OWNER/NAME}
 */
record RepositoryUris(URI endpoint, String fullName) {

  private static final String UNRESERVED = "-._~";

  URI head(String branch) {
    return uri("/commits/heads/" + path(branch));
  }

  URI commit(String id) {
    return uri("/git/commits/" + segment(id));
  }

  /** The newest commit of a path. */
  URI lastCommit(String path, String from) {
    return uri("/commits?sha=" + segment(from) + "&path=" + segment(path) + "&per_page=1");
  }

  URI compare(String base, String head) {
    return uri("/compare/" + segment(base) + "..." + segment(head));
  }

  /** A file or directory of a commit. */
  URI contents(String path, String commit) {
    return uri("/contents/" + path(path) + "?ref=" + segment(commit));
  }

  /** A file of the newest commit. */
  URI contents(String path) {
    return uri("/contents/" + path(path));
  }

  URI references() {
    return uri("/git/refs");
  }

  URI reference(String branch) {
    return uri("/git/refs/heads/" + path(branch));
  }

  private URI uri(String tail) {
    return URI.create("%s/repos/%s%s".formatted(endpoint, fullName, tail));
  }

  private static String path(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(RepositoryUris::segment)
        .collect(Collectors.joining("/"));
  }

  /** Percent-encoded (RFC 3986); slashes, too. */
  static String segment(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (one & 0xff);
      if (isPlain(letter)) {
        encoded.append(letter);
      } else {
        encoded.append("%%%02X".formatted((int) letter));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || UNRESERVED.indexOf(letter) >= 0;
  }
}
