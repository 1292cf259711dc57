package dev.headwater.store.github.commits;

import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.content.SeenHead;
import dev.headwater.store.github.index.Adoption;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.layout.CommitText;
import dev.headwater.store.github.layout.FormatFile;
import dev.headwater.store.github.layout.GitHash;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.store.github.layout.Trailers;
import dev.headwater.store.github.rest.Comparison;
import dev.headwater.store.github.rest.GitCommit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a branch's commits say: all of it once, and from then on what is new. Used by one
 * thread at a time.
 */
public final class History {

  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  /** How many commits of people that changed the index are passed by. */
  private static final int MOST_STRANGE_COMMITS = 20;

  private final Contents contents;
  private final Adopter adopter;
  private final SeenHead seen;
  private @Nullable Judged judged;

  /** What was found of a head that is none to follow, so that it is not looked into each time. */
  private record Judged(String known, String head, View verdict) {}

  /**
   * @param seen the newest commit that an earlier process saw
   */
  public History(Contents contents, Adopter adopter, SeenHead seen) {
    this.contents = contents;
    this.adopter = adopter;
    this.seen = seen;
  }

  /** All that the branch says now, unless it was set back or away since an earlier process. */
  View load(Question question) {
    Optional<String> head = question.repository().head();
    Optional<String> before = seen.read();
    if (head.isEmpty()) {
      if (before.isPresent()) {
        throw gone(question);
      }
      return View.ofNothing();
    }
    GitCommit newest = commit(question, head.get());
    return before.isEmpty() || isAfter(question, before.get(), newest)
        ? load(question, newest, Adoption.NONE)
        : loadInstead(question, before.get(), newest);
  }

  private static boolean isAfter(Question question, String before, GitCommit newest) {
    return newest.id().equals(before)
        || newest.parents().contains(before)
        || Lineage.leads(question.repository(), before, newest.id());
  }

  /* The branch as it was seen before, and what follows of where it is now. */
  private View loadInstead(Question question, String before, GitCommit newest) {
    Optional<GitCommit> last = question.repository().commit(before);
    if (last.isEmpty()) {
      LOG.warn(
          "{}: GitHub does not have {} any more, the commit that was seen last; the branch is taken"
              + " as it is, at {}",
          question.subject().store(),
          before,
          newest.id());
      return load(question, newest, Adoption.NONE);
    }
    return judge(question, load(question, last.get(), Adoption.NONE), newest);
  }

  private StoreUnavailableException gone(Question question) {
    return new StoreUnavailableException(
        question.subject(), "the branch is gone; restore it, or %s".formatted(seen.howToForget()));
  }

  private View load(Question question, GitCommit head, Adoption earlier) {
    Optional<GitCommit> own = lastOwn(question, head);
    String indexed = own.map(GitCommit::id).orElse(head.id());
    LogFiles log = LogFiles.list(question, contents, indexed);
    Index base =
        Index.of(
            incarnation(question, log),
            sequence(log),
            log.read(question, contents, log.names()),
            log.names());
    if (own.isEmpty()) {
      View peoples = View.peoples(base, log.statedFormat());
      return adopter.adopt(question, peoples, earlier, head);
    }
    View before = View.own(indexed, own.get().tree(), base);
    if (base.held().stream().anyMatch(line -> line.key() == null)) {
      return adopter.adoptAll(question, before, earlier, head);
    }
    return indexed.equals(head.id())
        ? adopter.settle(question, before, earlier, head)
        : adopter.adopt(question, before, earlier, head);
  }

  /*
   * The newest commit of Headwater's, at this one or before: one whose text says so and that
   * changed the index, since people may copy the text. They may have changed the index, too.
   */
  private static Optional<GitCommit> lastOwn(Question question, GitCommit head) {
    String from = head.id();
    for (int i = 0; i < MOST_STRANGE_COMMITS; i++) {
      Optional<String> id = question.repository().lastCommitOf(SegmentName.DIRECTORY, from);
      if (id.isEmpty()) {
        return Optional.empty();
      }
      GitCommit found = id.get().equals(head.id()) ? head : commit(question, id.get());
      if (CommitText.parse(found.message()).isOf(found.parents())) {
        return Optional.of(found);
      }
      if (found.parents().isEmpty()) {
        return Optional.empty();
      }
      from = found.parents().get(0);
    }
    return Optional.empty();
  }

  private static long sequence(LogFiles log) {
    return log.names().stream().mapToLong(name -> name.range().last()).max().orElse(0);
  }

  private String incarnation(Question question, LogFiles log) {
    if (log.format().isEmpty()) {
      return View.UNBORN;
    }
    FormatFile.Format format = FormatFile.parse(contents.read(log.format().get(), question));
    if (format instanceof FormatFile.Format.Known known) {
      return known.incarnation();
    }
    String why =
        format instanceof FormatFile.Format.Unknown unknown ? unknown.reason() : "it is unknown";
    throw new RejectedException(
        question.subject(), Reason.CONFIGURATION, why + "; use a version that knows it");
  }

  private static GitCommit commit(Question question, String id) {
    return question
        .repository()
        .commit(id)
        .orElseThrow(
            () ->
                new StoreUnavailableException(
                    question.subject(),
                    "GitHub names a commit that it does not have yet; try again later"));
  }

  /** What the branch says now, if that is what it said and more; else what it said. */
  View follow(Question question, View known) {
    Optional<String> head = question.repository().head();
    if (!known.exists()) {
      return head.isEmpty() ? known : load(question, commit(question, head.get()), Adoption.NONE);
    }
    if (head.isEmpty()) {
      throw gone(question);
    }
    if (head.get().equals(known.commit())) {
      return known.rewound() == null ? known : known.rewound(null);
    }
    Judged before = judged;
    if (before != null && before.known.equals(known.commit()) && before.head.equals(head.get())) {
      return before.verdict;
    }
    return judge(question, known, commit(question, head.get()));
  }

  private View judge(Question question, View known, GitCommit head) {
    if (head.parents().contains(known.commit())) {
      return newer(question, known, head, null);
    }
    if (known.commit().equals(CommitText.parse(head.message()).squashOf())) {
      return acrossSquash(question, known, head);
    }
    Comparison passed = question.repository().compare(known.commit(), head.id());
    return switch (passed.status()) {
      case AHEAD -> newer(question, known, head, passed);
      case IDENTICAL, BEHIND -> kept(known, head, older(question, known, head));
      case DIVERGED -> kept(known, head, setAway(known, head));
      case UNRELATED -> unrelated(question, known, head);
    };
  }

  private View kept(View known, GitCommit head, View verdict) {
    judged = new Judged(known.commit(), head.id(), verdict);
    return verdict;
  }

  private static View older(Question question, View known, GitCommit head) {
    LOG.info(
        "{}: the branch's head is answered as {}, older than {}, which was seen before: an old"
            + " answer, or the branch was set back; the next write takes it forward",
        question.subject().store(),
        head.id(),
        known.commit());
    return known;
  }

  /* The one may be of the history that replaced that of the other. */
  private View unrelated(Question question, View known, GitCommit head) {
    if (Lineage.leadsBySquash(question.repository(), known.commit(), head.id())) {
      return acrossSquash(question, known, head);
    }
    return Lineage.leadsBySquash(question.repository(), head.id(), known.commit())
        ? older(question, known, head)
        : setAway(known, head);
  }

  /* The head is of a history that began with all that is known. */
  private View acrossSquash(Question question, View known, GitCommit head) {
    if (known.lastOwn().isEmpty()) {
      return load(question, head, known.adoption());
    }
    Optional<GitCommit> own = lastOwn(question, head);
    if (own.isEmpty()) {
      return setAway(known, head);
    }
    LogFiles log = LogFiles.list(question, contents, own.get().id());
    if (sequence(log) < known.base().sequence()
        || !incarnation(question, log).equals(known.base().incarnation())) {
      return setAway(known, head);
    }
    Index base = caughtUp(question, known.base(), log);
    View before = View.own(own.get().id(), own.get().tree(), base);
    return own.get().id().equals(head.id())
        ? adopter.settle(question, before, known.adoption(), head)
        : adopter.adopt(question, before, known.adoption(), head);
  }

  private View setAway(View known, GitCommit head) {
    String why =
        ("the branch was moved to %s, which does not descend from %s, the newest commit known here;"
                + " nothing is written until it does. To take the branch as it is, %s")
            .formatted(head.id(), known.commit(), seen.howToForget());
    if (why.equals(known.rewound())) {
      return known;
    }
    LOG.warn("{}", why);
    return known.rewound(why);
  }

  /* The head descends from what is known. */
  private View newer(Question question, View known, GitCommit head, @Nullable Comparison passed) {
    if (known.lastOwn().isEmpty()) {
      return load(question, head, known.adoption()); // nothing was written down yet to go on from
    }
    Trailers trailers = CommitText.parse(head.message());
    if (trailers.isOf(head.parents()) && trailers.sequence() > known.base().sequence()) {
      Optional<Index> next = next(question, known.base(), head, trailers.sequence());
      if (next.isPresent()) {
        View own = View.own(head.id(), head.tree(), next.get());
        return adopter.settle(question, own, known.adoption(), head);
      }
    }
    return adopted(question, known, head, passed);
  }

  /* A person's commit, behind which there may be commits of Headwater's. */
  private View adopted(Question question, View known, GitCommit head, @Nullable Comparison passed) {
    boolean sinceOwn = passed != null && known.commit().equals(known.lastOwn());
    Comparison changed =
        sinceOwn && passed != null
            ? passed
            : question.repository().compare(known.lastOwn(), head.id());
    Optional<GitCommit> own = mayHaveOwn(changed) ? lastOwn(question, head) : Optional.empty();
    if (own.isEmpty() || own.get().id().equals(known.lastOwn())) {
      return adopter.adopt(question, known, known.adoption(), head, changed);
    }
    LogFiles log = LogFiles.list(question, contents, own.get().id());
    Index base = caughtUp(question, known.base(), log);
    View before = View.own(own.get().id(), own.get().tree(), base);
    return adopter.adopt(question, before, known.adoption(), head);
  }

  private static boolean mayHaveOwn(Comparison changed) {
    return changed.truncated()
        || changed.files().stream()
            .anyMatch(file -> file.path().startsWith(SegmentName.DIRECTORY + "/"));
  }

  /* The index after a commit of Headwater; empty if it is not in it, in spite of its text. */
  private Optional<Index> next(Question question, Index base, GitCommit head, long sequence) {
    if (sequence == base.sequence() + 1) {
      SegmentName name = SegmentName.of(sequence);
      Optional<byte[]> bytes = question.repository().file(head.id(), name.path());
      if (bytes.isPresent()) {
        contents.put(GitHash.blob(bytes.get()), bytes.get());
        return Optional.of(base.next(Segment.parse(name, bytes.get())));
      }
    }
    LogFiles log = LogFiles.list(question, contents, head.id());
    return sequence(log) == sequence
        ? Optional.of(caughtUp(question, base, log))
        : Optional.empty();
  }

  private Index caughtUp(Question question, Index base, LogFiles log) {
    return base.caughtUp(
        sequence(log),
        log.read(question, contents, Index.toRead(log.names(), base.sequence())),
        log.names());
  }
}
