package dev.headwater.github.emulator.git;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.AndRevFilter;
import org.eclipse.jgit.revwalk.filter.CommitTimeRevFilter;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Questions about commits and their ancestors. */
public final class History {
  private final Repository repository;

  public History(BareRepository repository) {
    this.repository = repository.jgit();
  }

  /**
   * Which commits a log shows.
   *
   * @param path only those that changed this file or directory; empty for all
   * @param skip so many of the newest are left out
   * @param limit at most so many
   */
  public record Range(
      String path, Optional<Instant> since, Optional<Instant> until, int skip, int limit) {}

  /** The commits that can be reached from there, newest first. */
  public List<RevCommit> log(ObjectId from, Range range) throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        RevWalk parser = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(from));
      if (!range.path().isEmpty()) {
        walk.setTreeFilter(
            AndTreeFilter.create(PathFilter.create(range.path()), TreeFilter.ANY_DIFF));
      }
      walk.setRevFilter(times(range));
      return take(walk, parser, range);
    }
  }

  private static RevFilter times(Range range) {
    RevFilter filter = RevFilter.ALL;
    if (range.since().isPresent()) {
      filter = AndRevFilter.create(filter, CommitTimeRevFilter.after(range.since().get()));
    }
    if (range.until().isPresent()) {
      filter = AndRevFilter.create(filter, CommitTimeRevFilter.before(range.until().get()));
    }
    return filter;
  }

  /**
   * A walk that filters by paths also rewrites parents, so that another parser reads the commits.
   */
  private static List<RevCommit> take(RevWalk walk, RevWalk parser, Range range)
      throws IOException {
    List<RevCommit> taken = new ArrayList<>();
    int skipped = 0;
    for (RevCommit next = walk.next();
        next != null && taken.size() < range.limit();
        next = walk.next()) {
      if (skipped < range.skip()) {
        skipped++;
      } else {
        taken.add(parser.parseCommit(next));
      }
    }
    return List.copyOf(taken);
  }

  /** The best common ancestor. */
  public Optional<RevCommit> mergeBase(ObjectId one, ObjectId other) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(one));
      walk.markStart(walk.parseCommit(other));
      Optional<RevCommit> base = Optional.ofNullable(walk.next());
      if (base.isPresent()) {
        walk.parseBody(base.get());
      }
      return base;
    }
  }

  /** The commits of one that are not of the other, oldest first. */
  public List<RevCommit> without(ObjectId of, ObjectId notOf) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.markStart(walk.parseCommit(of));
      walk.markUninteresting(walk.parseCommit(notOf));
      List<RevCommit> commits = new ArrayList<>();
      for (RevCommit next = walk.next(); next != null; next = walk.next()) {
        walk.parseBody(next);
        commits.add(next);
      }
      Collections.reverse(commits);
      return commits;
    }
  }
}
