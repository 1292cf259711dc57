package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHCommitBuilder;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHTreeBuilder;

/** The requests that write. Thread-safe. */
final class RepositoryWrites {

  private static final Set<GithubFailure> OVERTAKEN =
      Set.of(GithubFailure.NOT_FAST_FORWARD, GithubFailure.NO_SUCH_BRANCH, GithubFailure.EXISTS);

  private final OpenedRepository repository;
  private final RestExchange exchange;
  private final Attempts attempts;

  RepositoryWrites(OpenedRepository repository, RestExchange exchange, Attempts attempts) {
    this.repository = repository;
    this.exchange = exchange;
    this.attempts = attempts;
  }

  String createBlob(RestCall call, byte[] bytes) {
    return repository.run(
        call,
        Effect.STORES_OBJECT,
        github -> github.createBlob().binaryContent(bytes).create().getSha());
  }

  String createTree(RestCall call, @Nullable String base, List<TreeChange> changes) {
    return repository.run(
        call, Effect.STORES_OBJECT, github -> builder(github, base, changes).create().getSha());
  }

  /* A builder keeps its entries when it is used again, so each try has its own. */
  private static GHTreeBuilder builder(
      GHRepository github, @Nullable String base, List<TreeChange> changes) {
    GHTreeBuilder builder = github.createTree();
    if (base != null) {
      builder.baseTree(base);
    }
    changes.forEach(change -> add(builder, change));
    return builder;
  }

  @SuppressWarnings("deprecation") // what replaces them sends one request for each file
  private static void add(GHTreeBuilder builder, TreeChange change) {
    if (change instanceof TreeChange.Text file) {
      builder.textEntry(file.path(), file.text(), false);
    } else if (change instanceof TreeChange.Existing file) {
      builder.shaEntry(file.path(), file.id(), false);
    } else {
      builder.delete(change.path());
    }
  }

  String createCommit(RestCall call, NewCommit commit) {
    return repository.run(
        call, Effect.STORES_OBJECT, github -> builder(github, commit).create().getSHA1());
  }

  private static GHCommitBuilder builder(GHRepository github, NewCommit commit) {
    GHCommitBuilder builder = github.createCommit().tree(commit.tree()).message(commit.message());
    commit.parents().forEach(builder::parent);
    return builder;
  }

  Moved moveHead(RestCall call, String to) {
    URI branch = repository.uris().reference(repository.branch(call));
    return move(call, "PATCH", branch, Json.object().put("sha", to).put("force", false));
  }

  Moved createHead(RestCall call, String at) {
    String reference = "refs/heads/" + repository.branch(call);
    return move(
        call,
        "POST",
        repository.uris().references(),
        Json.object().put("ref", reference).put("sha", at));
  }

  Moved initialize(RestCall call, String path, byte[] content, String message) {
    return move(
        call,
        "PUT",
        repository.uris().contents(path),
        Json.object()
            .put("message", message)
            .put("content", Base64.getEncoder().encodeToString(content)));
  }

  Moved replaceHead(RestCall call, String from, String to) {
    HeadReplacement replacement =
        new HeadReplacement(repository.nodeId(call), repository.branch(call), from, to);
    RestRequest request = replacement.request(repository.graphql());
    return attempts
        .runUnless(
            OVERTAKEN,
            call,
            Effect.MOVES_BRANCH,
            () -> HeadReplacement.moved(request, exchange.send(request, call)))
        .orElse(Moved.NOT_FAST_FORWARD);
  }

  Optional<FileCommit.Made> commitFiles(RestCall call, FileCommit commit) {
    RestRequest request =
        FileCommitRequest.of(
            commit,
            repository.graphql(),
            repository.facts(call).fullName(),
            repository.branch(call));
    return attempts.runUnless(
        OVERTAKEN,
        call,
        Effect.MOVES_BRANCH,
        () -> FileCommitRequest.made(request, exchange.send(request, call)));
  }

  /* What the answer says is not looked at: it came, so the branch has moved. */
  private Moved move(RestCall call, String method, URI uri, JsonNode body) {
    RestRequest request = RestRequest.write(method, uri, Json.bytes(body));
    return attempts
        .runUnless(
            OVERTAKEN,
            call,
            Effect.MOVES_BRANCH,
            () -> {
              exchange.send(request, call);
              return Moved.MOVED;
            })
        .orElse(Moved.NOT_FAST_FORWARD);
  }
}
