package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The addresses in answers. */
public record Links(URI endpoint, String owner, String name) {

  /** A segment or several, percent-encoded. */
  static String encode(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  /** Below the endpoint. */
  String api(String path) {
    return endpoint + path;
  }

  /** Below the repository, in the API. */
  String repository(String path) {
    return endpoint + "/repos/" + owner + "/" + name + path;
  }

  /** Below the repository, as a person sees it. */
  String page(String path) {
    return endpoint + "/" + owner + "/" + name + path;
  }

  String blob(String id) {
    return repository("/git/blobs/" + id);
  }

  String tree(String id) {
    return repository("/git/trees/" + id);
  }

  String gitCommit(String id) {
    return repository("/git/commits/" + id);
  }

  String commit(String id) {
    return repository("/commits/" + id);
  }

  String commitPage(String id) {
    return page("/commit/" + id);
  }

  String ref(String name) {
    return repository("/git/" + encode(name));
  }

  String contents(String path, String ref) {
    return repository("/contents/" + encode(path) + "?ref=" + URLEncoder.encode(ref, UTF_8));
  }

  String filePage(String path, String ref) {
    return page("/blob/" + encode(ref) + "/" + encode(path));
  }

  String raw(String path, String ref) {
    return page("/raw/" + encode(ref) + "/" + encode(path));
  }
}
