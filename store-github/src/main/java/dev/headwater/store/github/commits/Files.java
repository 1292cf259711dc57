package dev.headwater.store.github.commits;

import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.index.FoundFile;
import dev.headwater.store.github.layout.RepositoryPaths;
import dev.headwater.store.github.rest.GitTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Lists files of a tree, but not Headwater's own: a request for each directory. */
final class Files {

  private static final String TREE = "tree";
  private static final String MODULE = "commit";
  private static final String LINK = "120000";

  private final Question question;
  private final Contents contents;
  private final Predicate<String> wanted;
  private final Completeness completeness;
  private final Map<String, FoundFile> found = new HashMap<>();

  private Files(
      Question question, Contents contents, Predicate<String> wanted, Completeness completeness) {
    this.question = question;
    this.contents = contents;
    this.wanted = wanted;
    this.completeness = completeness;
  }

  /** Whether files may be left out of directories that GitHub does not list to their end. */
  private enum Completeness {
    ALL,
    AS_FAR_AS_LISTED
  }

  /** All files by their paths. */
  static Map<String, FoundFile> list(Question question, Contents contents, String tree) {
    return list(tree, new Files(question, contents, directory -> true, Completeness.ALL));
  }

  /**
   * The files beside these, and in the directories above, by their paths, but not those of which
   * GitHub does not tell since a directory has too many.
   */
  static Map<String, FoundFile> listBeside(
      Question question, Contents contents, String tree, Collection<String> paths) {
    Set<String> directories = new HashSet<>();
    for (String path : paths) {
      for (int i = path.indexOf('/'); i >= 0; i = path.indexOf('/', i + 1)) {
        directories.add(path.substring(0, i));
      }
    }
    return list(
        tree, new Files(question, contents, directories::contains, Completeness.AS_FAR_AS_LISTED));
  }

  private static Map<String, FoundFile> list(String tree, Files files) {
    Map<String, List<String>> level = Map.of(tree, List.of(""));
    while (!level.isEmpty()) {
      level = files.below(level);
    }
    return files.found;
  }

  /* What is in these directories, which are paths by their tree; returns those below. */
  private Map<String, List<String>> below(Map<String, List<String>> level) {
    Map<String, List<String>> below = new HashMap<>();
    contents
        .all(level.keySet(), question.repository()::tree, question)
        .forEach(
            (id, tree) ->
                level.getOrDefault(id, List.of()).forEach(path -> add(path, tree, below)));
    return below;
  }

  private void add(String directory, GitTree tree, Map<String, List<String>> below) {
    if (tree.truncated() && completeness == Completeness.ALL) {
      throw new StoreUnavailableException(
          question.subject(),
          "GitHub does not list all of the directory '%s', which has too many files"
              .formatted(directory));
    }
    for (GitTree.Item item : tree.items()) {
      String path = directory + item.path();
      if (item.type().equals(TREE)) {
        if (!RepositoryPaths.isOwn(path) && wanted.test(path)) {
          below.computeIfAbsent(item.id(), id -> new ArrayList<>()).add(path + "/");
        }
      } else {
        found.put(path, new FoundFile(item.id(), item.size(), kind(item)));
      }
    }
  }

  private static FoundFile.Kind kind(GitTree.Item item) {
    if (item.type().equals(MODULE)) {
      return FoundFile.Kind.MODULE;
    }
    return item.mode().equals(LINK) ? FoundFile.Kind.LINK : FoundFile.Kind.FILE;
  }
}
