package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.github.emulator.git.AbsentPathException;
import dev.headwater.github.emulator.git.BareRepository;
import dev.headwater.github.emulator.git.Revisions;
import dev.headwater.github.emulator.git.TreeEdits;
import dev.headwater.github.emulator.git.TreeItem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** A person's commit in the making; {@link #commit()} makes it and pushes it. */
public final class PersonEdit {

  /** One change of files, made again on each new head. */
  private interface Change {
    void apply(TreeEdits edits, Optional<ObjectId> tree) throws IOException;
  }

  private final PersonCommits person;
  private final BareRepository repository;
  private final List<Change> changes = new ArrayList<>();
  private Optional<String> branch = Optional.empty();
  private Optional<Instant> at = Optional.empty();
  private String message = "Edit files";

  PersonEdit(PersonCommits person, BareRepository repository) {
    this.person = person;
    this.repository = repository;
  }

  /** Creates or replaces a file. */
  public PersonEdit write(String path, String text) {
    return write(path, text.getBytes(UTF_8));
  }

  /** Creates or replaces a file. */
  public PersonEdit write(String path, byte[] content) {
    byte[] copy = content.clone();
    return put(path, FileMode.REGULAR_FILE, copy);
  }

  /** Creates or replaces a symbolic link. */
  public PersonEdit link(String path, String target) {
    return put(path, FileMode.SYMLINK, target.getBytes(UTF_8));
  }

  private PersonEdit put(String path, FileMode mode, byte[] content) {
    changes.add((edits, tree) -> edits.put(path, mode, repository.insertBlob(content)));
    return this;
  }

  /** Refers to a commit of another repository. */
  public PersonEdit submodule(String path, String commit) {
    ObjectId id = ObjectId.fromString(commit);
    changes.add((edits, tree) -> edits.put(path, FileMode.GITLINK, id));
    return this;
  }

  /** Deletes a file or a directory. */
  public PersonEdit delete(String path) {
    changes.add((edits, tree) -> edits.delete(path));
    return this;
  }

  /** Renames a file or a directory. */
  public PersonEdit rename(String from, String to) {
    changes.add(
        (edits, tree) -> {
          TreeItem item = existing(tree, from);
          edits.delete(from).put(to, item.mode(), item.id());
        });
    return this;
  }

  private TreeItem existing(Optional<ObjectId> tree, String path) throws IOException {
    Optional<TreeItem> item =
        tree.isEmpty() ? Optional.empty() : Revisions.find(repository, tree.get(), path);
    return item.orElseThrow(() -> new IllegalArgumentException("There is no file " + path));
  }

  /** The commit's message; by default "Edit files". */
  public PersonEdit message(String text) {
    message = text;
    return this;
  }

  /** The time by the person's clock, cut to seconds; by default now. */
  public PersonEdit at(Instant time) {
    at = Optional.of(time);
    return this;
  }

  /** The branch, which must be there unless the repository is empty; by default the default one. */
  public PersonEdit on(String name) {
    branch = Optional.of(name);
    return this;
  }

  /**
   * Makes the commit and pushes it.
   *
   * @return its id
   * @throws IllegalArgumentException if a path to delete or rename is not there
   */
  public String commit() {
    return person.push(branch.orElseGet(person::defaultBranch), this::onto);
  }

  private ObjectId onto(Optional<ObjectId> head) throws IOException {
    Optional<RevCommit> parent =
        head.isEmpty() ? Optional.empty() : Optional.of(repository.commit(head.get()));
    Optional<ObjectId> base = parent.map(RevCommit::getTree);
    TreeEdits edits = new TreeEdits();
    for (Change change : changes) {
      change.apply(edits, base);
    }
    try {
      ObjectId tree = repository.insertTree(edits, base);
      List<ObjectId> parents = head.map(List::of).orElse(List.of());
      return person.commit(tree, parents, message, at.orElseGet(person::now));
    } catch (AbsentPathException e) {
      throw new IllegalArgumentException("A path to delete is not there: " + e.getMessage(), e);
    }
  }
}
