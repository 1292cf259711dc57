package dev.headwater.store.github.rest;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests to one repository and one of its branches. Thread-safe. Each method is one request
 * unless it says otherwise, and does not wait longer than the operation's deadline.
 *
 * <p>Errors are {@link dev.headwater.store.StoreException}s: {@link StoreUnavailableException} if
 * GitHub is away or its limits leave no room before the deadline, {@link RejectedException} if it
 * will not work until a person changes something, {@link OutcomeUnknownException} only from those
 * methods that say so. Blobs, trees and commits are named by their content: to make one twice
 * changes nothing, so lost answers to them are asked for again.
 *
 * <p>Ids are Git's, 40 hexadecimal digits in lower case.
 */
public interface GitRepository extends AutoCloseable {

  /** The same repository for one operation: its errors name it, its requests end in time. */
  GitRepository during(Subject subject, Deadline deadline);

  /**
   * Where it is, for people: {@code github.com/OWNER/REPOSITORY}, and the branch if it is named.
   */
  String location();

  /** What GitHub says of the repository. A request the first time only. */
  RepositoryFacts facts();

  /**
   * The branch's newest commit, or empty if there is no such branch, or no commit at all. While
   * nothing changes the request is free of GitHub's hourly limit. The answer may be older than an
   * earlier one: GitHub's replicas lag by seconds.
   */
  Optional<String> head();

  /**
   * The newest commit of the repository's default branch; empty if the repository has no commits.
   */
  Optional<String> defaultHead();

  /** The commit, or empty if the repository does not have it. */
  Optional<GitCommit> commit(String id);

  /** The newest commit that changed this path, among this commit and its ancestors. */
  Optional<String> lastCommitOf(String path, String from);

  /**
   * The entries of one directory, without those below it.
   *
   * @throws StoreUnavailableException if the repository does not have it, or not yet
   */
  GitTree tree(String id);

  /**
   * The entries of the directory at this path of a commit, or empty if there is none. Two requests;
   * one more for each directory of the path if its parent has a thousand entries.
   */
  Optional<GitTree> treeOfPath(String commit, String path);

  /**
   * The bytes of a blob.
   *
   * @throws StoreUnavailableException if the repository does not have it, or not yet
   */
  byte[] blob(String id);

  /** The bytes of the file at this path of a commit, or empty if there is none. */
  Optional<byte[]> file(String commit, String path);

  /** Stores bytes; returns their id. */
  String createBlob(byte[] bytes);

  /**
   * Stores a tree; returns its id. GitHub gives up on more than some 200 changes or 2 MB: chain
   * several, each on the one before.
   *
   * @param base the tree that is changed; {@code null} for an empty one
   */
  String createTree(@Nullable String base, List<TreeChange> changes);

  /** Stores a commit, that is in no branch yet; returns its id. */
  String createCommit(NewCommit commit);

  /**
   * Moves the branch, forward only: the compare-and-set of all writes.
   *
   * @throws OutcomeUnknownException if the answer was lost: the branch may have been moved
   */
  Moved moveHead(String to);

  /**
   * Makes a commit of whole files and moves the branch to it, if the branch is where the commit
   * says: GraphQL's way, in which files need not be text. Some hundred files and ten megabytes are
   * too much.
   *
   * @return the commit; empty if the branch is elsewhere
   * @throws OutcomeUnknownException if the answer was lost: it may have been made
   */
  Optional<FileCommit.Made> commitFiles(FileCommit commit);

  /**
   * Creates the branch.
   *
   * @return {@link Moved#NOT_FAST_FORWARD} if it exists already
   * @throws OutcomeUnknownException if the answer was lost: it may have been created
   */
  Moved createHead(String at);

  /**
   * Moves the branch from one commit to any other one, for a squash: the history between is gone
   * from the branch. The compare-and-set is GraphQL's, since REST has none for this.
   *
   * @return {@link Moved#NOT_FAST_FORWARD} if the branch is not at {@code from}
   * @throws OutcomeUnknownException if the answer was lost: the branch may have been moved
   */
  Moved replaceHead(String from, String to);

  /** What the commit {@code head} and its ancestors changed since {@code base}. */
  Comparison compare(String base, String head);

  /**
   * Makes the first commit of a repository that has none, on its default branch.
   *
   * @return {@link Moved#NOT_FAST_FORWARD} if the file exists already, or others write just now
   * @throws OutcomeUnknownException if the answer was lost: it may have been made
   */
  Moved initialize(String path, byte[] content, String message);

  /** How long it takes until so many writes could be sent at once; zero for now. No request. */
  Duration waitFor(int writes);

  /** Ends the requests that are under way. Later ones fail. May be repeated. */
  @Override
  void close();
}
