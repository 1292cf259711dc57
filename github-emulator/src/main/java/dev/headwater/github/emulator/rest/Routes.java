package dev.headwater.github.emulator.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All routes of the server. */
public final class Routes {
  private static final String REPOSITORY = "/repos/{owner}/{repo}";

  private final List<Route> routes = new ArrayList<>();
  private final Site site;

  public Routes(Site site) {
    this.site = site;
    account(new AccountRoutes(site));
    objects(new BlobRoutes(site), new TreeRoutes(site), new GitCommitRoutes(site));
    refs(new RefRoutes(site));
    contents(new ContentRoutes(site), new ContentWrites(site));
    history(new CommitRoutes(site), new CompareRoutes(site));
    graphql(new GraphqlRoute(site));
  }

  private void add(String method, String template, Handler handler) {
    routes.add(new Route(method, template, handler));
  }

  private void repository(String method, String template, Handler handler) {
    add(method, REPOSITORY + template, handler);
  }

  private void account(AccountRoutes account) {
    add("GET", "/user", account::user);
    add("GET", "/rate_limit", account::rateLimit);
    repository("GET", "", account::repository);
  }

  private void objects(BlobRoutes blobs, TreeRoutes trees, GitCommitRoutes commits) {
    repository("POST", "/git/blobs", blobs::create);
    repository("GET", "/git/blobs/{sha}", blobs::read);
    repository("POST", "/git/trees", trees::create);
    repository("GET", "/git/trees/{tree...}", trees::read);
    repository("POST", "/git/commits", commits::create);
    repository("GET", "/git/commits/{sha}", commits::read);
  }

  private void refs(RefRoutes refs) {
    repository("GET", "/git/ref/{ref...}", refs::read);
    repository("POST", "/git/refs", refs::create);
    repository("GET", "/git/refs", refs::list);
    repository("GET", "/git/refs/{ref...}", refs::readOrList);
    repository("PATCH", "/git/refs/{ref...}", refs::update);
    repository("DELETE", "/git/refs/{ref...}", refs::delete);
    repository("GET", "/git/matching-refs/{ref...}", refs::matching);
  }

  private void contents(ContentRoutes contents, ContentWrites writes) {
    repository("GET", "/contents", contents::read);
    repository("GET", "/contents/{path...}", contents::read);
    repository("PUT", "/contents/{path...}", writes::put);
    repository("DELETE", "/contents/{path...}", writes::delete);
  }

  private void history(CommitRoutes commits, CompareRoutes compare) {
    repository("GET", "/commits", commits::list);
    repository("GET", "/commits/{ref...}", commits::read);
    repository("GET", "/compare/{basehead...}", compare::compare);
    repository("GET", "/branches/{branch...}", commits::branch);
  }

  private void graphql(GraphqlRoute graphql) {
    add("POST", "/graphql", graphql::answer);
    add("POST", "/api/graphql", graphql::answer);
  }

  /** Answers the call; GitHub's 404 if no route is meant, or another repository. */
  public Answer answer(Call call) throws IOException {
    try {
      return route(call);
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer route(Call call) throws IOException {
    for (Route route : routes) {
      Optional<Map<String, String>> found = route.match(call);
      if (found.isPresent()) {
        requireRepository(found.get());
        return route.handler().answer(call.with(found.get()));
      }
    }
    throw Refusal.notFound();
  }

  private void requireRepository(Map<String, String> found) {
    Links links = site.links();
    if (!links.owner().equalsIgnoreCase(found.getOrDefault("owner", links.owner()))
        || !links.name().equalsIgnoreCase(found.getOrDefault("repo", links.name()))) {
      throw Refusal.notFound();
    }
  }
}
