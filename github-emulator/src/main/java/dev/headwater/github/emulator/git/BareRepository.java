package dev.headwater.github.emulator.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/** A bare Git repository on disk: its objects, read and written. Thread-safe. */
public final class BareRepository implements AutoCloseable {
  private final Repository repository;
  private final Refs refs;

  private BareRepository(Repository repository) {
    this.repository = repository;
    this.refs = new Refs(repository);
  }

  /**
   * Opens the bare repository in that directory; where there is nothing yet, creates an empty one.
   *
   * @param defaultBranch the branch that HEAD of a new repository names
   * @throws IllegalArgumentException if something else is there
   */
  public static BareRepository open(Path directory, String defaultBranch) {
    try {
      requireFit(directory);
      Repository repository =
          new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
      if (!repository.getObjectDatabase().exists()) {
        repository.create(true);
        repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + defaultBranch);
      }
      return new BareRepository(repository);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the Git repository " + directory, e);
    }
  }

  /* So that nobody's files get a repository among them. */
  private static void requireFit(Path directory) throws IOException {
    boolean fits =
        Files.notExists(directory)
            || (Files.isDirectory(directory) && (isBare(directory) || isEmpty(directory)));
    if (!fits) {
      throw new IllegalArgumentException(
          "'%s' is neither a bare Git repository nor an empty directory".formatted(directory));
    }
  }

  private static boolean isBare(Path directory) {
    return FileKey.isGitRepository(directory.toFile(), FS.DETECTED)
        && !directory.toAbsolutePath().normalize().endsWith(Constants.DOT_GIT);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  /** The repository's refs. */
  public Refs refs() {
    return refs;
  }

  /** JGit's view of it. */
  public Repository jgit() {
    return repository;
  }

  /** The short name of the branch that HEAD names. */
  public String defaultBranch() throws IOException {
    String branch = repository.getBranch();
    return branch == null ? Constants.MASTER : branch;
  }

  /** Stores a file's content. */
  public ObjectId insertBlob(byte[] content) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
      inserter.flush();
      return id;
    }
  }

  /** Stores a commit. */
  public RevCommit insertCommit(CommitBuilder commit) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return commit(id);
    }
  }

  /**
   * The tree that the edits make of a base; the empty tree if nothing is left.
   *
   * @throws AbsentPathException if a path is to be deleted that the base does not have
   */
  public ObjectId insertTree(TreeEdits edits, Optional<ObjectId> base)
      throws IOException, AbsentPathException {
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = repository.newObjectReader()) {
      ObjectId id = new TreeWriter(reader, inserter).write(edits, base);
      inserter.flush();
      return id;
    }
  }

  /** The whole content of a blob, or nothing if there is no such blob. */
  public Optional<byte[]> blob(ObjectId id) throws IOException {
    return has(id, Constants.OBJ_BLOB) ? Optional.of(content(id)) : Optional.empty();
  }

  /** The whole content of a blob that is known to exist. */
  public byte[] content(ObjectId id) throws IOException {
    return repository.open(id, Constants.OBJ_BLOB).getCachedBytes(Integer.MAX_VALUE);
  }

  /** Whether there is an object of that id and {@link Constants} type. */
  public boolean has(ObjectId id, int type) throws IOException {
    return object(id, type).isPresent();
  }

  private Optional<ObjectLoader> object(ObjectId id, int type) throws IOException {
    try {
      ObjectLoader loader = repository.open(id);
      return loader.getType() == type ? Optional.of(loader) : Optional.empty();
    } catch (MissingObjectException e) {
      return Optional.empty();
    }
  }

  /** A commit that is known to exist, with its headers and message. */
  public RevCommit commit(ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(id);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
