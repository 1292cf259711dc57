package dev.headwater.store.github.commits;

import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.index.Adoption;
import dev.headwater.store.github.index.Difference;
import dev.headwater.store.github.index.FoundFile;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.index.Passage;
import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.RepositoryPaths;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.store.github.rest.Comparison;
import dev.headwater.store.github.rest.GitCommit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what people committed after Headwater's last commit: asks what differs between that
 * and the head, and leaves to {@link Adoption} what it means.
 */
public final class Adopter {

  private static final Logger LOG = LoggerFactory.getLogger(Adopter.class);

  private static final long UNKNOWN_SIZE = -1;

  private final Contents contents;
  private final InstantSource time;
  private final long maxValueBytes;

  /**
   * @param maxValueBytes larger files are held
   */
  public Adopter(Contents contents, InstantSource time, long maxValueBytes) {
    this.contents = contents;
    this.time = time;
    this.maxValueBytes = maxValueBytes;
  }

  /**
   * The branch at a person's commit.
   *
   * @param own the branch at Headwater's last commit before it
   * @param earlier what was adopted and told already
   */
  View adopt(Question question, View own, Adoption earlier, GitCommit head) {
    return own.lastOwn().isEmpty()
        ? adoptAll(question, own, earlier, head)
        : adopt(
            question, own, earlier, head, question.repository().compare(own.lastOwn(), head.id()));
  }

  /** As above, where it is known what differs. */
  View adopt(Question question, View own, Adoption earlier, GitCommit head, Comparison passed) {
    int aheadBy = Math.max(1, passed.aheadBy());
    long newest = passed.newestCommitMillis();
    return passed.truncated()
        ? adoptAll(question, own, earlier, head, aheadBy, newest)
        : adopt(
            question,
            own,
            earlier,
            head,
            differences(question, head, passed),
            passage(head, aheadBy, newest));
  }

  /** The branch where the index has lines that do not even tell their keys: files tell them. */
  View adoptAll(Question question, View own, Adoption earlier, GitCommit head) {
    return adoptAll(question, own, earlier, head, 1, 0);
  }

  /**
   * The branch at a commit of Headwater's that another process made: what was told here and is not
   * so there is taken back.
   */
  View settle(Question question, View own, Adoption earlier, GitCommit head) {
    return earlier.isEmpty()
        ? own
        : adopt(question, own, earlier, head, List.of(), passage(head, 1, 0));
  }

  /* All files are looked at, since GitHub does not tell which differ, or from what. */
  private View adoptAll(
      Question question,
      View own,
      Adoption earlier,
      GitCommit head,
      int aheadBy,
      long newestMillis) {
    List<Difference> differences =
        Adoption.listing(own.base(), Files.list(question, contents, head.tree()));
    return adopt(question, own, earlier, head, differences, passage(head, aheadBy, newestMillis));
  }

  private Passage passage(GitCommit head, int aheadBy, long newestMillis) {
    return new Passage(
        List.of(newestMillis, head.committedAtMillis()),
        aheadBy,
        time.millis(),
        "%s <%s>".formatted(head.authorName(), head.authorEmail()));
  }

  private View adopt(
      Question question,
      View own,
      Adoption earlier,
      GitCommit head,
      List<Difference> changed,
      Passage passage) {
    Adoption adoption = Adoption.of(own.base(), earlier, changed, passage, maxValueBytes);
    adoption
        .held()
        .forEach(
            held ->
                LOG.warn(
                    "{}: '{}' of commit {} is left alone: {}",
                    question.subject().store(),
                    held.path(),
                    head.id(),
                    held.reason()));
    View adopted = own.adopted(head, adoption);
    return adoption.indexFiles().isEmpty()
        ? adopted
        : mended(question, adopted, head, adoption.indexFiles());
  }

  /* The next commit writes anew what people changed in the index, unless they mended it. */
  private View mended(Question question, View adopted, GitCommit head, Set<String> changed) {
    LogFiles log = LogFiles.list(question, contents, head.id());
    Index base = adopted.base();
    Set<SegmentName> held = base.held().stream().map(HeldLine::segment).collect(Collectors.toSet());
    Set<SegmentName> damaged = new HashSet<>();
    Set<SegmentName> mended = new HashSet<>();
    for (SegmentName name : log.names()) {
      if (changed.contains(name.path())) {
        (held.contains(name) ? mended : damaged).add(name);
      }
    }
    Set<SegmentName> intact = new HashSet<>(log.names());
    intact.removeAll(damaged);
    LOG.warn(
        "{}: commit {} changed {} files of the index; the next commit writes it anew",
        question.subject().store(),
        head.id(),
        changed.size());
    return adopted.mended(
        base.reread(log.read(question, contents, mended)).withLog(intact, damaged),
        log.statedFormat());
  }

  /* A comparison does not tell links and modules from files, nor sizes: directories do. */
  private List<Difference> differences(Question question, GitCommit head, Comparison passed) {
    List<String> paths =
        passed.files().stream()
            .filter(file -> file.change() != Comparison.Change.REMOVED)
            .map(Comparison.File::path)
            .filter(path -> !RepositoryPaths.isOwn(path))
            .toList();
    Map<String, FoundFile> found =
        paths.isEmpty() ? Map.of() : Files.listBeside(question, contents, head.tree(), paths);
    List<Difference> differences = new ArrayList<>();
    for (Comparison.File file : passed.files()) {
      FoundFile now =
          found.getOrDefault(
              file.path(), new FoundFile(file.blobId(), UNKNOWN_SIZE, FoundFile.Kind.FILE));
      String previous = file.previousPath();
      switch (file.change()) {
        case REMOVED -> differences.add(new Difference(file.path(), null, null));
        case RENAMED -> {
          if (previous != null) {
            differences.add(new Difference(previous, null, null));
          }
          differences.add(new Difference(file.path(), now, null));
        }
        case ADDED, MODIFIED, COPIED -> differences.add(new Difference(file.path(), now, null));
        case UNCHANGED -> {}
      }
    }
    return differences;
  }
}
