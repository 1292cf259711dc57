package dev.headwater.store.github.rest;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A repository over REST, for one operation or for any. Thread-safe. */
final class RestGitRepository implements GitRepository {

  private final RepositoryReads reads;
  private final RepositoryWrites writes;
  private final Surroundings surroundings;
  private final @Nullable RestCall operation;

  /** What belongs to the repository, whatever the operation. */
  record Surroundings(
      GithubSettings settings,
      Ticker ticker,
      OpenedRepository repository,
      RequestGovernor governor,
      RestExchange exchange) {}

  RestGitRepository(RepositoryReads reads, RepositoryWrites writes, Surroundings surroundings) {
    this(reads, writes, surroundings, null);
  }

  private RestGitRepository(
      RepositoryReads reads,
      RepositoryWrites writes,
      Surroundings surroundings,
      @Nullable RestCall operation) {
    this.reads = reads;
    this.writes = writes;
    this.surroundings = surroundings;
    this.operation = operation;
  }

  @Override
  public GitRepository during(Subject subject, Deadline deadline) {
    return new RestGitRepository(reads, writes, surroundings, new RestCall(subject, deadline));
  }

  private RestCall call() {
    RestCall given = operation;
    if (given != null) {
      return given;
    }
    GithubSettings settings = surroundings.settings();
    return new RestCall(
        new Subject(settings.storeName(), "request", null),
        Deadline.in(settings.timeout(), surroundings.ticker()));
  }

  @Override
  public String location() {
    GithubAddress address = surroundings.settings().address();
    return address.location() + address.branch().map(name -> ", branch " + name).orElse("");
  }

  @Override
  public RepositoryFacts facts() {
    return surroundings.repository().facts(call());
  }

  @Override
  public Optional<String> head() {
    RestCall call = call();
    return reads.head(call, surroundings.repository().branch(call));
  }

  @Override
  public Optional<String> defaultHead() {
    RestCall call = call();
    return reads.head(call, surroundings.repository().facts(call).defaultBranch());
  }

  @Override
  public Optional<GitCommit> commit(String id) {
    return reads.commit(call(), id);
  }

  @Override
  public Optional<String> lastCommitOf(String path, String from) {
    return reads.lastCommitOf(call(), path, from);
  }

  @Override
  public GitTree tree(String id) {
    return reads.tree(call(), id);
  }

  @Override
  public Optional<GitTree> treeOfPath(String commit, String path) {
    return reads.treeOfPath(call(), commit, path);
  }

  @Override
  public byte[] blob(String id) {
    return reads.blob(call(), id);
  }

  @Override
  public Optional<byte[]> file(String commit, String path) {
    return reads.file(call(), commit, path);
  }

  @Override
  public String createBlob(byte[] bytes) {
    return writes.createBlob(call(), bytes);
  }

  @Override
  public String createTree(@Nullable String base, List<TreeChange> changes) {
    return writes.createTree(call(), base, changes);
  }

  @Override
  public String createCommit(NewCommit commit) {
    return writes.createCommit(call(), commit);
  }

  @Override
  public Moved moveHead(String to) {
    return writes.moveHead(call(), to);
  }

  @Override
  public Moved createHead(String at) {
    return writes.createHead(call(), at);
  }

  @Override
  public Optional<FileCommit.Made> commitFiles(FileCommit commit) {
    return writes.commitFiles(call(), commit);
  }

  @Override
  public Moved replaceHead(String from, String to) {
    return writes.replaceHead(call(), from, to);
  }

  @Override
  public Comparison compare(String base, String head) {
    return reads.compare(call(), base, head);
  }

  @Override
  public Moved initialize(String path, byte[] content, String message) {
    return writes.initialize(call(), path, content, message);
  }

  @Override
  public Duration waitFor(int count) {
    return surroundings.governor().waitForWrites(count);
  }

  @Override
  public void close() {
    surroundings.exchange().close();
  }
}
