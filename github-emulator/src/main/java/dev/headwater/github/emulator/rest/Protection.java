package dev.headwater.github.emulator.rest;

import dev.headwater.github.emulator.git.FileChange;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** What a branch does not take: a protected one, changes without a pull request. */
final class Protection {
  private static final int MOST_FILES = 100_000;

  private Protection() {}

  /** A rule may forbid changes of some files. */
  static void requireFiles(Site site, ObjectId before, ObjectId after) throws IOException {
    if (!site.rules().restrictsFiles()) {
      return;
    }
    ObjectId from = site.repository().commit(before).getTree();
    ObjectId to = site.repository().commit(after).getTree();
    for (FileChange change : site.differences().between(Optional.of(from), to, 0, MOST_FILES)) {
      if (site.rules().isRestricted(change.path())) {
        throw Refusal.of(
            422,
            "Repository rule violations found\n\nFile path is restricted: %s\n\n"
                .formatted(change.path()));
      }
    }
  }

  static void require(Rules rules, String ref, int otherwise) {
    if (ref.startsWith(Constants.R_HEADS)
        && rules.isProtected(ref.substring(Constants.R_HEADS.length()))) {
      throw Refusal.of(
          otherwise,
          "Repository rule violations found\n\nChanges must be made through a pull request.\n\n");
    }
  }
}
