package dev.headwater.github.emulator.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.io.DisabledOutputStream;

/** The files that differ between two trees, renames found, in the order of their paths. */
public final class Differences {
  private final Repository repository;

  public Differences(BareRepository repository) {
    this.repository = repository.jgit();
  }

  /**
   * The files from {@code skip} on, at most {@code limit} of them.
   *
   * @param from nothing stands for the empty tree
   */
  public List<FileChange> between(Optional<ObjectId> from, ObjectId to, int skip, int limit)
      throws IOException {
    try (DiffFormatter formatter = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
      formatter.setRepository(repository);
      formatter.setDetectRenames(true);
      List<DiffEntry> entries = new ArrayList<>(formatter.scan(from.orElse(null), to));
      entries.sort(Comparator.comparing(Differences::path));
      List<FileChange> changes = new ArrayList<>();
      for (DiffEntry entry : entries.subList(Math.min(skip, entries.size()), entries.size())) {
        if (changes.size() < limit) {
          changes.add(change(formatter, entry));
        }
      }
      return List.copyOf(changes);
    }
  }

  private static String path(DiffEntry entry) {
    return entry.getChangeType() == ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
  }

  private static FileChange change(DiffFormatter formatter, DiffEntry entry) throws IOException {
    int additions = 0;
    int deletions = 0;
    for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
      additions += edit.getLengthB();
      deletions += edit.getLengthA();
    }
    boolean moved =
        entry.getChangeType() == ChangeType.RENAME || entry.getChangeType() == ChangeType.COPY;
    return new FileChange(
        path(entry),
        moved ? entry.getOldPath() : path(entry),
        entry.getChangeType(),
        id(entry),
        additions,
        deletions);
  }

  private static ObjectId id(DiffEntry entry) {
    return entry.getChangeType() == ChangeType.DELETE
        ? entry.getOldId().toObjectId()
        : entry.getNewId().toObjectId();
  }
}
