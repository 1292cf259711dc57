package dev.headwater.github.emulator;

import dev.headwater.github.emulator.git.BareRepository;
import dev.headwater.github.emulator.git.History;
import dev.headwater.github.emulator.git.History.Range;
import dev.headwater.github.emulator.git.ObjectIds;
import dev.headwater.github.emulator.git.Refs.Move;
import dev.headwater.github.emulator.git.Refs.Outcome;
import dev.headwater.github.emulator.git.Revisions;
import dev.headwater.github.emulator.git.TreeItem;
import dev.headwater.github.emulator.git.TreeListing;
import dev.headwater.github.emulator.git.TreeListing.Depth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.Merger;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Somebody who works on a repository with Git: they edit files, make and merge branches, and push,
 * also with force. They pull before they push, so that their commits come after what is there.
 * Everything goes to the repository directly and counts against no limit. Thread-safe.
 */
public final class PersonCommits implements AutoCloseable {

  /** Whether the repository is closed with this. */
  enum Ownership {
    OWNED,
    BORROWED
  }

  /**
   * A commit as a log shows it.
   *
   * @param author {@code Name <mail>}
   */
  public record LoggedCommit(
      String id, String message, String author, Instant committed, List<String> parents) {}

  private static final int MAX_HISTORY = 100_000;

  private final BareRepository repository;
  private final String name;
  private final String mail;
  private final InstantSource time;
  private final Ownership ownership;

  PersonCommits(
      BareRepository repository,
      String name,
      String mail,
      InstantSource time,
      Ownership ownership) {
    this.repository = repository;
    this.name = name;
    this.mail = mail;
    this.time = time;
    this.ownership = ownership;
  }

  /** Somebody at a bare repository without an emulator; it is created when absent. */
  public static PersonCommits in(Path bareRepository, String name, String mail) {
    BareRepository repository = BareRepository.open(bareRepository, "main");
    return new PersonCommits(repository, name, mail, Clock.systemUTC(), Ownership.OWNED);
  }

  /** The name of the default branch. */
  public String defaultBranch() {
    return doing(repository::defaultBranch);
  }

  /** A commit to be made. */
  public PersonEdit edit() {
    return new PersonEdit(this, repository);
  }

  /** Creates a branch at the head of the default one. */
  public void branch(String branch) {
    branch(branch, head().orElseThrow(() -> new IllegalStateException("There is no commit yet")));
  }

  /** Creates a branch at a commit, or moves it there with force. */
  public void branch(String branch, String commit) {
    String ref = Constants.R_HEADS + branch;
    ObjectId id = id(commit);
    doing(
        () ->
            repository.refs().read(ref).isPresent()
                ? repository.refs().move(ref, id, Move.FORCED)
                : repository.refs().create(ref, id));
  }

  /** Deletes a branch; nothing happens if there is none. */
  public void deleteBranch(String branch) {
    doing(() -> repository.refs().delete(Constants.R_HEADS + branch));
  }

  /** Pushes with force: the default branch is at that commit from now on. */
  public void forcePush(String commit) {
    branch(defaultBranch(), commit);
  }

  /**
   * Merges a branch into the default one, with a commit of its own as for a pull request.
   *
   * @return the id of that commit
   * @throws IllegalStateException if both changed the same
   */
  public String merge(String branch) {
    ObjectId theirs =
        id(head(branch).orElseThrow(() -> new IllegalStateException("There is no " + branch)));
    String message = "Merge " + branch;
    return push(
        defaultBranch(),
        head -> {
          ObjectId ours =
              head.orElseThrow(() -> new IllegalStateException("There is no commit to merge into"));
          return commit(merged(ours, theirs), List.of(ours, theirs), message, time.instant());
        });
  }

  private ObjectId merged(ObjectId ours, ObjectId theirs) throws IOException {
    Merger merger = MergeStrategy.RECURSIVE.newMerger(repository.jgit(), true);
    if (!merger.merge(ours, theirs)) {
      throw new IllegalStateException("A conflict: both sides changed the same");
    }
    return merger.getResultTreeId();
  }

  /** The commit that the default branch is at; nothing if there is none yet. */
  public Optional<String> head() {
    return head(defaultBranch());
  }

  /** The commit that a branch is at; nothing if there is no such branch. */
  public Optional<String> head(String branch) {
    return doing(() -> repository.refs().read(Constants.R_HEADS + branch)).map(ObjectId::name);
  }

  /** The paths of all files of the default branch, in Git's order. */
  public List<String> files() {
    Optional<RevCommit> head = headCommit();
    return head.isEmpty() ? List.of() : doing(() -> files(head.get().getTree()));
  }

  private List<String> files(ObjectId tree) throws IOException {
    return TreeListing.of(repository, tree, Depth.RECURSIVE, Integer.MAX_VALUE).items().stream()
        .filter(item -> !item.isTree())
        .map(TreeItem::path)
        .toList();
  }

  /** What a file of the default branch holds. */
  public Optional<byte[]> file(String path) {
    return headCommit().flatMap(head -> doing(() -> file(head.getTree(), path)));
  }

  private Optional<byte[]> file(ObjectId tree, String path) throws IOException {
    Optional<TreeItem> item = Revisions.find(repository, tree, path);
    return item.isEmpty() || item.get().isTree()
        ? Optional.empty()
        : Optional.of(repository.content(item.get().id()));
  }

  /** The commits of the default branch, newest first, at most 100,000. */
  public List<LoggedCommit> history() {
    Range all = new Range("", Optional.empty(), Optional.empty(), 0, MAX_HISTORY);
    return headCommit()
        .map(head -> doing(() -> new History(repository).log(head, all)))
        .orElse(List.of())
        .stream()
        .map(PersonCommits::logged)
        .toList();
  }

  private static LoggedCommit logged(RevCommit commit) {
    PersonIdent author = commit.getAuthorIdent();
    return new LoggedCommit(
        commit.name(),
        commit.getFullMessage(),
        author.getName() + " <" + author.getEmailAddress() + ">",
        commit.getCommitterIdent().getWhenAsInstant(),
        List.of(commit.getParents()).stream().map(RevCommit::name).toList());
  }

  private Optional<RevCommit> headCommit() {
    return head().map(id -> doing(() -> repository.commit(id(id))));
  }

  private static ObjectId id(String commit) {
    return ObjectIds.parse(commit)
        .orElseThrow(() -> new IllegalArgumentException("Not the id of a commit: " + commit));
  }

  /** Makes a commit onto what a branch holds. */
  interface OntoHead {
    ObjectId commit(Optional<ObjectId> head) throws IOException;
  }

  /** Commits and pushes, pulling again whenever somebody else was faster. */
  String push(String branch, OntoHead work) {
    String ref = Constants.R_HEADS + branch;
    for (int i = 0; i < 1_000; i++) {
      Optional<String> made = doing(() -> tryPush(ref, work));
      if (made.isPresent()) {
        return made.get();
      }
    }
    throw new IllegalStateException("Others are always faster at pushing to " + branch);
  }

  private Optional<String> tryPush(String ref, OntoHead work) throws IOException {
    Optional<ObjectId> head = repository.refs().read(ref);
    ObjectId made = work.commit(head);
    ObjectId expected = head.orElse(ObjectId.zeroId());
    Outcome outcome = repository.refs().update(ref, expected, made, Move.FAST_FORWARD);
    return outcome == Outcome.DONE ? Optional.of(made.name()) : Optional.empty();
  }

  ObjectId commit(ObjectId tree, List<ObjectId> parents, String message, Instant at)
      throws IOException {
    PersonIdent person = new PersonIdent(name, mail, at, ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(parents);
    commit.setAuthor(person);
    commit.setCommitter(person);
    commit.setMessage(message);
    return repository.insertCommit(commit);
  }

  Instant now() {
    return time.instant();
  }

  /** What reads or writes the repository. */
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T doing(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException("The Git repository could not be used", e);
    }
  }

  /** Frees the repository's files, if it was opened with {@link #in}. */
  @Override
  public void close() {
    if (ownership == Ownership.OWNED) {
      repository.close();
    }
  }
}
