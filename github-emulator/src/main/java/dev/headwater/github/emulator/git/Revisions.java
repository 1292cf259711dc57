package dev.headwater.github.emulator.git;

import dev.headwater.github.emulator.git.RefView.Sight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Finds what a text names: a commit by its id, branch or tag, a tree by its id, that of a commit,
 * or {@code revision:path}.
 */
public final class Revisions {
  private final Repository repository;
  private final RefView refs;

  public Revisions(BareRepository repository, RefView refs) {
    this.repository = repository.jgit();
    this.refs = refs;
  }

  /** The commit of that name. */
  public Optional<RevCommit> commit(String name, Sight sight) throws IOException {
    Optional<ObjectId> id = ref(name, sight);
    return id.isPresent() ? commit(id.get()) : ObjectIds.parse(name).flatMap(this::commitQuietly);
  }

  private Optional<RevCommit> commitQuietly(ObjectId id) {
    try {
      return commit(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<RevCommit> commit(ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(walk.parseCommit(id));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
  }

  private Optional<ObjectId> ref(String name, Sight sight) throws IOException {
    for (String full : candidates(name)) {
      Optional<ObjectId> id = refs.read(full, sight);
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  private List<String> candidates(String name) throws IOException {
    if (name.equals(Constants.HEAD)) {
      String branch = repository.getFullBranch();
      return branch == null ? List.of() : List.of(branch);
    }
    return name.startsWith(Constants.R_REFS)
        ? List.of(name)
        : List.of(Constants.R_HEADS + name, Constants.R_TAGS + name, Constants.R_REFS + name);
  }

  /** The tree of that name. */
  public Optional<ObjectId> tree(String name, Sight sight) throws IOException {
    int colon = name.indexOf(':');
    if (colon < 0) {
      Optional<RevCommit> commit = commit(name, sight);
      return commit.isPresent() ? commit.<ObjectId>map(RevCommit::getTree) : treeOfId(name);
    }
    Optional<ObjectId> root = tree(name.substring(0, colon), sight);
    String path = name.substring(colon + 1);
    if (root.isEmpty() || path.isEmpty()) {
      return root;
    }
    return at(root.get(), path).filter(TreeItem::isTree).map(TreeItem::id);
  }

  private Optional<ObjectId> treeOfId(String name) throws IOException {
    Optional<ObjectId> id = ObjectIds.parse(name);
    if (id.isEmpty()) {
      return id;
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      reader.open(id.get(), Constants.OBJ_TREE);
      return id;
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
  }

  /** What a tree holds at a path. */
  public Optional<TreeItem> at(ObjectId tree, String path) throws IOException {
    return find(repository, tree, path);
  }

  /** What a tree of a repository holds at a path. */
  public static Optional<TreeItem> find(BareRepository repository, ObjectId tree, String path)
      throws IOException {
    return find(repository.jgit(), tree, path);
  }

  private static Optional<TreeItem> find(Repository repository, ObjectId tree, String path)
      throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(repository, path, tree)) {
      return walk == null ? Optional.empty() : Optional.of(TreeItem.of(walk));
    }
  }
}
