package dev.headwater.github.emulator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One path of the description. Some of its parameters hold slashes, although OpenAPI knows none.
 */
record DescribedPath(Pattern pattern, JsonNode item) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final Pattern WITH_SLASHES =
      Pattern.compile("path|ref|branch|basehead|tree_sha|commit_sha");

  static DescribedPath of(Map.Entry<String, JsonNode> described) {
    StringBuilder regex = new StringBuilder();
    Matcher matcher = PARAMETER.matcher(described.getKey());
    int end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(described.getKey().substring(end, matcher.start())));
      regex.append(WITH_SLASHES.matcher(matcher.group(1)).matches() ? ".*" : "[^/]+");
      end = matcher.end();
    }
    regex.append(Pattern.quote(described.getKey().substring(end)));
    return new DescribedPath(Pattern.compile(regex.toString()), described.getValue());
  }

  /** A path parameter may be empty, and then its slash left out: the root of the contents. */
  boolean matches(String path) {
    return pattern.matcher(path).matches() || pattern.matcher(path + "/").matches();
  }
}
