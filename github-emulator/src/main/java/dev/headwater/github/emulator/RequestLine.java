package dev.headwater.github.emulator;

/**
 * What was asked for.
 *
 * @param path as it was sent, percent-encoded, without the query
 * @param query as it was sent, or empty
 */
public record RequestLine(String method, String path, String query) {

  /** Whether it asks for a change. */
  public boolean isWrite() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  /** Whether it moves a ref that is there. */
  public boolean isRefUpdate() {
    return method.equals("PATCH") && targets("git/refs/");
  }

  /**
   * Whether the path inside the repository starts so, as in {@code git/trees} or {@code commits/}.
   */
  public boolean targets(String start) {
    int repository = path.indexOf("/repos/");
    String[] segments = path.substring(Math.max(0, repository)).split("/", 5);
    return repository >= 0 && segments.length == 5 && segments[4].startsWith(start);
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
