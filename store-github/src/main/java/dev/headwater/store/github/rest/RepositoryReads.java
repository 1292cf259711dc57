package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.store.github.rest.GitTree.Item;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kohsuke.github.GHTree;
import org.kohsuke.github.GHTreeEntry;

/** The requests that read. Thread-safe. */
final class RepositoryReads {

  /** What a directory's listing has at most. */
  private static final int MAX_LISTED = 1000;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Set<GithubFailure> NO_HEAD =
      Set.of(GithubFailure.NOT_FOUND, GithubFailure.NO_SUCH_COMMIT, GithubFailure.EMPTY);
  private static final Set<GithubFailure> ABSENT =
      Set.of(GithubFailure.NOT_FOUND, GithubFailure.NO_SUCH_COMMIT, GithubFailure.EMPTY);
  private static final Set<GithubFailure> INCOMPARABLE =
      Set.of(GithubFailure.NOT_FOUND, GithubFailure.UNRELATED, GithubFailure.NO_SUCH_COMMIT);

  private final OpenedRepository repository;
  private final RestExchange exchange;
  private final Attempts attempts;

  RepositoryReads(OpenedRepository repository, RestExchange exchange, Attempts attempts) {
    this.repository = repository;
    this.exchange = exchange;
    this.attempts = attempts;
  }

  Optional<String> head(RestCall call, String branch) {
    RestRequest request = RestRequest.get(repository.uris().head(branch), RestRequest.SHA);
    Optional<String> head = attempts.runUnless(NO_HEAD, call, Effect.NONE, () -> id(request, call));
    if (head.isEmpty()) {
      repository.ask(call); // or else it is the repository that is not there
    }
    return head;
  }

  /* A proxy's page may have the status 200, too. */
  private String id(RestRequest request, RestCall call) {
    String id = exchange.send(request, call).text().strip();
    if (!ID.matcher(id).matches()) {
      throw Json.notGithub(request);
    }
    return id;
  }

  Optional<GitCommit> commit(RestCall call, String id) {
    return found(call, repository.uris().commit(id), CommitJson::commit);
  }

  Optional<String> lastCommitOf(RestCall call, String path, String from) {
    return found(call, repository.uris().lastCommit(path, from), CommitJson::firstId)
        .filter(id -> !id.isEmpty());
  }

  Comparison compare(RestCall call, String base, String head) {
    RestRequest request = RestRequest.get(repository.uris().compare(base, head), RestRequest.JSON);
    Optional<Comparison> comparison =
        attempts.runUnless(
            INCOMPARABLE,
            call,
            Effect.NONE_BY_ID,
            () -> ComparisonJson.comparison(request, json(request, call)));
    if (comparison.isEmpty()) {
      repository.ask(call); // or else it is the repository that is not there
    }
    return comparison.orElse(Comparison.NOTHING_IN_COMMON);
  }

  GitTree tree(RestCall call, String id) {
    return repository.run(call, Effect.NONE_BY_ID, github -> tree(github.getTree(id)));
  }

  byte[] blob(RestCall call, String id) {
    return repository.run(
        call,
        Effect.NONE_BY_ID,
        github -> {
          try (InputStream bytes = github.readBlob(id)) {
            return bytes.readAllBytes();
          }
        });
  }

  Optional<byte[]> file(RestCall call, String commit, String path) {
    RestRequest request =
        RestRequest.get(repository.uris().contents(path, commit), RestRequest.RAW);
    return attempts.runUnless(ABSENT, call, Effect.NONE, () -> exchange.send(request, call).body());
  }

  /* The listing of the parent has the directory's id, so the trees above need not be read. */
  Optional<GitTree> treeOfPath(RestCall call, String commit, String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return walk(call, commit, path);
    }
    URI parent = repository.uris().contents(path.substring(0, slash), commit);
    Optional<List<Item>> listed = found(call, parent, CommitJson::listing);
    if (listed.isPresent() && listed.get().size() >= MAX_LISTED) {
      return walk(call, commit, path);
    }
    return listed
        .flatMap(items -> directory(items, path.substring(slash + 1)))
        .map(id -> tree(call, id));
  }

  private Optional<GitTree> walk(RestCall call, String commit, String path) {
    Deque<String> names = new ArrayDeque<>(List.of(path.split("/", -1)));
    Optional<GitTree> tree = commit(call, commit).map(found -> tree(call, found.tree()));
    while (tree.isPresent() && !names.isEmpty()) {
      tree = directory(tree.get().items(), names.pop()).map(id -> tree(call, id));
    }
    return tree;
  }

  private static Optional<String> directory(List<Item> items, String name) {
    return items.stream()
        .filter(item -> item.path().equals(name) && item.type().equals("tree"))
        .map(Item::id)
        .findFirst();
  }

  /** Makes something of an answer. */
  private interface Parsing<T> {
    T of(RestRequest request, JsonNode answer);
  }

  private <T> Optional<T> found(RestCall call, URI uri, Parsing<T> parsing) {
    RestRequest request = RestRequest.get(uri, RestRequest.JSON);
    return attempts.runUnless(
        ABSENT, call, Effect.NONE_BY_ID, () -> parsing.of(request, json(request, call)));
  }

  private JsonNode json(RestRequest request, RestCall call) {
    return Json.parse(request, exchange.send(request, call));
  }

  private static GitTree tree(GHTree tree) {
    List<Item> items = tree.getTree().stream().map(RepositoryReads::item).toList();
    return new GitTree(tree.getSha(), items, tree.isTruncated());
  }

  private static Item item(GHTreeEntry entry) {
    return new Item(
        entry.getPath(), entry.getMode(), entry.getType(), entry.getSha(), entry.getSize());
  }
}
