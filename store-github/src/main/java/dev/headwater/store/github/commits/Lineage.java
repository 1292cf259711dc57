package dev.headwater.store.github.commits;

import dev.headwater.store.github.layout.CommitText;
import dev.headwater.store.github.layout.FormatFile;
import dev.headwater.store.github.layout.Trailers;
import dev.headwater.store.github.rest.Comparison.Status;
import dev.headwater.store.github.rest.GitCommit;
import dev.headwater.store.github.rest.GitRepository;
import java.util.Optional;

/** Which commits have all that others had, also where history was squashed in between. */
final class Lineage {

  /** How many squashes are looked through. */
  private static final int MOST_SQUASHES = 8;

  /** How many commits of people that changed the format's file are passed by. */
  private static final int MOST_STRANGE_COMMITS = 8;

  private Lineage() {}

  /**
   * Whether a commit is the other one, or descends from it, or from a squash of one that does. Two
   * requests for each squash, and a few.
   */
  static boolean leads(GitRepository repository, String from, String to) {
    String end = to;
    for (int i = 0; i <= MOST_SQUASHES; i++) {
      if (end.equals(from)) {
        return true;
      }
      Status status = repository.compare(from, end).status();
      if (status != Status.UNRELATED) {
        return status == Status.AHEAD || status == Status.IDENTICAL;
      }
      Optional<String> before = replaced(repository, end);
      if (before.isEmpty()) {
        return false;
      }
      end = before.get();
    }
    return false;
  }

  /** The same, where it is known that the two have no history in common. */
  static boolean leadsBySquash(GitRepository repository, String from, String to) {
    return replaced(repository, to).map(before -> leads(repository, from, before)).orElse(false);
  }

  /*
   * The commit that the first of these commits was made of; empty if they begin otherwise. The
   * first commit is the last one that changed the file that names the format, unless people did.
   */
  private static Optional<String> replaced(GitRepository repository, String head) {
    String from = head;
    for (int i = 0; i < MOST_STRANGE_COMMITS; i++) {
      Optional<GitCommit> found =
          repository.lastCommitOf(FormatFile.PATH, from).flatMap(repository::commit);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (found.get().parents().isEmpty()) {
        Trailers trailers = CommitText.parse(found.get().message());
        return trailers.isOf(found.get().parents())
            ? Optional.ofNullable(trailers.squashOf())
            : Optional.empty();
      }
      from = found.get().parents().get(0);
    }
    return Optional.empty();
  }
}
