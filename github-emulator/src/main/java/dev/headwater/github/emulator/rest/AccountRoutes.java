package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Who calls, what is left to them, and what the repository is. */
final class AccountRoutes {
  private final Site site;

  AccountRoutes(Site site) {
    this.site = site;
  }

  Answer user(Call call) {
    if (call.caller().kind() == Caller.Kind.APP) {
      throw Refusal.of(403, "Resource not accessible by integration");
    }
    return Answer.json(200, AccountJson.privateUser(site.links(), call.caller().login()));
  }

  Answer rateLimit(Call call) {
    ObjectNode body = Json.object();
    ObjectNode resources = body.putObject("resources");
    for (String one : List.of("core", "search", "graphql", "integration_manifest")) {
      resources.set(one, quota(call.caller().quota()));
    }
    body.set("rate", quota(call.caller().quota()));
    return Answer.json(200, body);
  }

  private static ObjectNode quota(Quota quota) {
    ObjectNode node = Json.object();
    node.put("limit", quota.limit()).put("used", quota.used());
    node.put("remaining", quota.remaining());
    return node.put("reset", quota.reset().getEpochSecond());
  }

  Answer repository(Call call) throws IOException {
    ObjectNode node = AccountJson.repository(site.links());
    node.put("default_branch", site.repository().defaultBranch());
    node.put("archived", site.rules().isArchived());
    String now = Instant.ofEpochSecond(site.time().instant().getEpochSecond()).toString();
    node.put("pushed_at", now).put("created_at", now).put("updated_at", now);
    ObjectNode permissions = node.putObject("permissions");
    permissions.put("admin", false).put("pull", true).put("push", call.caller().mayWrite());
    return Answer.json(200, node);
  }
}
