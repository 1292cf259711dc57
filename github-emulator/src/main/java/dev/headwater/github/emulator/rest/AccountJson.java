package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The long answers about users and the repository, in which little is of interest. */
final class AccountJson {
  private static final String LONG_AGO = "2020-01-01T00:00:00Z";

  private static final List<String> REPOSITORY_LINKS =
      List.of(
          "archive",
          "assignees",
          "blobs",
          "branches",
          "collaborators",
          "comments",
          "commits",
          "compare",
          "contents",
          "contributors",
          "deployments",
          "downloads",
          "events",
          "forks",
          "git_commits",
          "git_refs",
          "git_tags",
          "hooks",
          "issue_comment",
          "issue_events",
          "issues",
          "keys",
          "labels",
          "languages",
          "merges",
          "milestones",
          "notifications",
          "pulls",
          "releases",
          "stargazers",
          "statuses",
          "subscribers",
          "subscription",
          "tags",
          "teams",
          "trees");

  private AccountJson() {}

  /** A user as others see it. */
  static ObjectNode user(Links links, String login) {
    String self = links.api("/users/" + Links.encode(login));
    ObjectNode node = Json.object().put("login", login).put("id", 1);
    node.put("node_id", BlobRoutes.nodeId("User", login)).put("gravatar_id", "");
    node.put("avatar_url", self + "/avatar").put("url", self).put("html_url", self);
    for (String one :
        List.of(
            "followers",
            "following",
            "gists",
            "starred",
            "subscriptions",
            "organizations",
            "repos",
            "events",
            "received_events")) {
      node.put(one + "_url", self + "/" + one);
    }
    return node.put("type", "User").put("site_admin", false);
  }

  /** A user as they see themselves. */
  static ObjectNode privateUser(Links links, String login) {
    ObjectNode node = user(links, login);
    node.put("user_view_type", "private");
    for (String one : List.of("name", "company", "blog", "location", "email", "hireable", "bio")) {
      node.putNull(one);
    }
    for (String one :
        List.of(
            "public_repos",
            "public_gists",
            "followers",
            "following",
            "private_gists",
            "total_private_repos",
            "owned_private_repos",
            "disk_usage",
            "collaborators")) {
      node.put(one, 0);
    }
    node.put("two_factor_authentication", true);
    return node.put("created_at", LONG_AGO).put("updated_at", LONG_AGO);
  }

  /** The repository, without its branch, times and permissions. */
  static ObjectNode repository(Links links) {
    ObjectNode node = Json.object().put("id", 1).put("name", links.name());
    String full = links.owner() + "/" + links.name();
    node.put("node_id", BlobRoutes.nodeId("Repository", full)).put("full_name", full);
    node.set("owner", user(links, links.owner()));
    node.put("private", true).put("html_url", links.page("")).put("fork", false);
    node.put("url", links.repository(""));
    for (String one : REPOSITORY_LINKS) {
      node.put(one + "_url", links.repository("/" + one));
    }
    for (String one : List.of("git_url", "ssh_url", "clone_url", "svn_url")) {
      node.put(one, links.page(".git"));
    }
    return details(node);
  }

  private static ObjectNode details(ObjectNode node) {
    for (String one : List.of("description", "homepage", "language", "mirror_url", "license")) {
      node.putNull(one);
    }
    for (String one :
        List.of(
            "size",
            "forks",
            "forks_count",
            "open_issues",
            "open_issues_count",
            "stargazers_count",
            "watchers",
            "watchers_count",
            "network_count",
            "subscribers_count")) {
      node.put(one, 0);
    }
    for (String one :
        List.of(
            "has_issues", "has_projects", "has_wiki", "has_pages", "has_discussions", "disabled")) {
      node.put(one, false);
    }
    return node;
  }
}
