package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method and a pattern of paths. {@code {name}} stands for one segment, {@code {name...}} for all
 * that follows.
 */
final class Route {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)(\\.\\.\\.)?}");

  private final String method;
  private final Pattern pattern;
  private final List<String> names = new ArrayList<>();
  private final Handler handler;

  Route(String method, String template, Handler handler) {
    this.method = method;
    this.handler = handler;
    StringBuilder regex = new StringBuilder();
    Matcher matcher = PARAMETER.matcher(template);
    int end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(template.substring(end, matcher.start())));
      regex.append(matcher.group(2) == null ? "([^/]+)" : "(.*)");
      names.add(matcher.group(1));
      end = matcher.end();
    }
    regex.append(Pattern.quote(template.substring(end)));
    this.pattern = Pattern.compile(regex.toString());
  }

  Handler handler() {
    return handler;
  }

  /** What the path's parameters are, if this is the route of the call. */
  Optional<Map<String, String>> match(Call call) {
    Matcher matcher = pattern.matcher(call.path());
    if (!method.equals(call.method()) || !matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      found.put(names.get(i), decode(matcher.group(i + 1)));
    }
    return Optional.of(found);
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "Malformed path");
    }
  }
}
