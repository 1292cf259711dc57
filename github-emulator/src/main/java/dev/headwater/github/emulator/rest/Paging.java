package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The Link header that leads from page to page. */
final class Paging {
  private Paging() {}

  static Answer link(Call call, Links links, boolean more, Answer answer) {
    List<String> found = new ArrayList<>();
    if (call.page() > 1) {
      found.add(link(call, links, call.page() - 1, "prev"));
    }
    if (more) {
      found.add(link(call, links, call.page() + 1, "next"));
    }
    return found.isEmpty() ? answer : answer.with("Link", String.join(", ", found));
  }

  private static String link(Call call, Links links, int page, String relation) {
    Map<String, String> query = new TreeMap<>(call.query());
    query.put("page", Integer.toString(page));
    String text =
        query.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return "<" + links.api(call.path()) + "?" + text + ">; rel=\"" + relation + "\"";
  }
}
