package dev.headwater.store.github;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.commits.Adopter;
import dev.headwater.store.github.commits.Branch;
import dev.headwater.store.github.commits.CommitAttempt;
import dev.headwater.store.github.commits.Committer;
import dev.headwater.store.github.commits.Failures;
import dev.headwater.store.github.commits.History;
import dev.headwater.store.github.commits.Squash;
import dev.headwater.store.github.commits.Squashed;
import dev.headwater.store.github.commits.View;
import dev.headwater.store.github.content.CacheDirectory;
import dev.headwater.store.github.content.ContentCache;
import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.SeenHead;
import dev.headwater.store.github.index.CommitWork;
import dev.headwater.store.github.index.HeldPath;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.index.Position;
import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.StoredValue;
import dev.headwater.store.github.rest.GitRepository;
import dev.headwater.store.github.rest.GithubAddress;
import dev.headwater.store.github.rest.GithubRepositories;
import dev.headwater.store.github.rest.GithubSettings;
import dev.headwater.store.github.rest.RateGovernors;
import dev.headwater.store.github.rest.RestEnvironment;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A complete, durable store in a branch of a GitHub repository, which several processes and people
 * may use at a time. GitHub is first asked by the first operation.
 *
 * <ul>
 *   <li>A value is a file that holds exactly its bytes. A batch is one commit, and concurrent
 *       writers share one.
 *   <li>What a person commits is adopted: files become entries and tombstones, newer than what they
 *       replace.
 *   <li>Reads and listings answer from an index in memory, as large as the repository has keys, and
 *       from a cache of contents. They look at the branch when nobody has for the configured age:
 *       until then, others' writes are not seen; this store's own are seen at once. While GitHub is
 *       away they answer from what is known, however old, and fail only if the index was never read
 *       or a content is not in the cache.
 *   <li>A write is decided by GitHub's branch: what others wrote before counts, seen or not.
 *   <li>When the branch was set back to where it is no descendant of what is known, reads go on
 *       from what is known and writes are refused.
 * </ul>
 *
 * <p>Thread-safe. {@code docs/layout/github.md} describes the repository.
 */
public final class GithubStore implements Store {

  private static final Set<Capability> CAPABILITIES =
      EnumSet.of(
          Capability.WRITE,
          Capability.PRECONDITIONS,
          Capability.ATOMIC_BATCHES,
          Capability.COMPLETE,
          Capability.DURABLE);

  /** What an operation may take beyond its timeout. */
  private static final long GRACE_MILLIS = 1_000;

  private final String name;
  private final InstantSource time;
  private final Capabilities capabilities;
  private final GitRepository repository;
  private final Background background;
  private final Committer committer;
  private final SeenHead seen;
  private final Squash squash;
  private final Calls calls;

  private GithubStore(GithubStoreConfig config, RestEnvironment environment) {
    this.name = "github(%s)".formatted(config.address().location());
    this.time = environment.time();
    this.background = environment.background();
    this.capabilities = capabilities(config);
    this.repository =
        GithubRepositories.open(
            new GithubSettings(
                name,
                config.address(),
                config.credentials(),
                config.limits(),
                config.timing().timeout()),
            environment);
    Contents contents = new Contents(cache(config.caching(), time), background);
    this.seen = seen(config);
    History history =
        new History(contents, new Adopter(contents, time, config.maxValueBytes()), seen);
    Branch branch = new Branch(repository, history, environment.ticker(), this::changed);
    this.committer = committer(config, environment, branch, contents);
    this.squash = new Squash(repository, branch, committer, environment);
    this.calls =
        new Calls(
            name,
            config.access(),
            config.timing(),
            environment.ticker(),
            branch,
            new Values(repository, contents));
  }

  private Committer committer(
      GithubStoreConfig config, RestEnvironment environment, Branch branch, Contents contents) {
    return new Committer(
        new CommitAttempt(repository, branch, contents, environment),
        new Committer.Pace(
            name,
            config.timing().timeout(),
            config.timing().commitInterval(),
            config.timing().pollInterval()),
        environment);
  }

  private static SeenHead seen(GithubStoreConfig config) {
    GithubAddress address = config.address();
    String place =
        String.join(
            " ",
            address.endpoint().toString(),
            address.owner(),
            address.repository(),
            address.branch().orElse(""));
    return config
        .caching()
        .directory()
        .map(directory -> SeenHead.in(directory, place))
        .orElseGet(SeenHead::forgotten);
  }

  private void changed(View view) {
    if (!view.commit().isEmpty()) {
      seen.keep(view.commit());
    }
    if (view.isUnsettled() && capabilities.has(Capability.WRITE)) {
      committer.adoptSoon();
    }
  }

  private static ContentCache cache(GithubStoreConfig.Caching caching, InstantSource time) {
    return caching
        .directory()
        .map(directory -> CacheDirectory.open(directory, caching.directoryBytes(), time))
        .map(directory -> ContentCache.over(directory, caching.memoryBytes()))
        .orElseGet(() -> ContentCache.inMemory(caching.memoryBytes()));
  }

  /**
   * A store in the repository, which is not asked before the first operation.
   *
   * @param time the clock that decides what has expired
   */
  public static GithubStore open(GithubStoreConfig config, InstantSource time) {
    return open(
        config,
        new RestEnvironment(
            time,
            Ticker.system(),
            Background.daemon("headwater-github"),
            new SecureRandom(),
            RateGovernors.shared()));
  }

  /** A store that is given its timer, threads and random numbers. It closes the background. */
  static GithubStore open(GithubStoreConfig config, RestEnvironment environment) {
    return new GithubStore(config, environment);
  }

  private static Capabilities capabilities(GithubStoreConfig config) {
    long timeoutMillis = config.timing().timeout().toMillis() + GRACE_MILLIS;
    Capabilities all =
        new Capabilities(CAPABILITIES, WriteLimits.of(config.maxValueBytes(), timeoutMillis));
    return switch (config.access()) {
      case READ_WRITE -> all;
      case READ_ONLY -> all.readOnly();
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public @Nullable Entry read(Key key) {
    Subject subject = calls.subject("read", key);
    ReadBatch found = read(List.of(key), subject);
    CorruptEntryException corrupt = found.corrupt().get(key);
    if (corrupt != null) {
      throw corrupt;
    }
    return found.entries().get(key);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return read(Set.copyOf(keys), calls.subject("readAll", null));
  }

  private ReadBatch read(Collection<Key> keys, Subject subject) {
    Deadline deadline = calls.deadline();
    Index index = calls.view(subject, deadline).index();
    List<IndexedEntry> indexed = new ArrayList<>(keys.size());
    Map<Key, CorruptEntryException> corrupt = new HashMap<>();
    for (Key key : keys) {
      HeldLine held = index.heldAt(key);
      IndexedEntry one = index.find(key);
      if (held != null) {
        corrupt.put(key, Held.exception(held, new Subject(name, subject.operation(), key)));
      } else if (one != null && !hasExpired(one.value())) {
        indexed.add(one);
      }
    }
    Values.Found found = calls.values().all(indexed, subject, deadline);
    Map<Key, Entry> entries = new HashMap<>();
    found.entries().forEach(entry -> entries.put(entry.key(), entry));
    found.corrupt().forEach(error -> corrupt.put(keyOf(error), error));
    return new ReadBatch(entries, corrupt);
  }

  private boolean hasExpired(@Nullable StoredValue value) {
    return value != null && value.isExpiredAt(time.millis());
  }

  private static Key keyOf(CorruptEntryException error) {
    Key key = error.key();
    if (key == null) {
      throw new IllegalStateException("a content is some key's", error);
    }
    return key;
  }

  @Override
  public MergeOutcome merge(Write write) {
    Subject subject = calls.subject("merge", write.key());
    calls.requireWritable(subject);
    capabilities.limits().check(write.entry(), subject);
    MergeOutcome outcome = merge(new Batch(List.of(write), Batch.Atomicity.EACH), subject).get(0);
    if (outcome instanceof MergeOutcome.Failed failed) {
      throw Failures.about(subject, failed.error());
    }
    return outcome;
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    Subject subject = calls.subject("mergeAll", null);
    calls.requireWritable(subject);
    capabilities.limits().check(batch, subject);
    return batch.writes().isEmpty() ? List.of() : merge(batch, subject);
  }

  private List<MergeOutcome> merge(Batch batch, Subject subject) {
    batch.writes().forEach(write -> write.entry().hash()); // computed here, where nobody waits
    return new Merges(committer, subject, calls.deadline()).merge(batch);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    Subject subject = calls.subject("list", null);
    return new GithubCursor(request, calls.view(subject, calls.deadline()).index(), calls, time);
  }

  @Override
  public Mark head() {
    Subject subject = calls.subject("head", null);
    Index index = calls.view(subject, calls.deadline()).index();
    return new Mark(index.incarnation(), FeedPosition.text(Position.after(index.sequence())));
  }

  @Override
  public Feed feed(FeedRequest request) {
    calls.requireOpen();
    return new GithubFeed(request, calls, background);
  }

  @Override
  public int purge(Collection<Purge> purges) {
    Subject subject = calls.subject("purge", null);
    calls.requireWritable(subject);
    if (purges.isEmpty()) {
      return 0;
    }
    CommitWork.Outcome outcome =
        committer.commit(new CommitWork.Forgetting(List.copyOf(purges)), subject, calls.deadline());
    if (outcome instanceof CommitWork.Outcome.Forgot forgot) {
      return forgot.count();
    }
    throw new IllegalStateException("a purge came to " + outcome);
  }

  /**
   * What people committed and is no entry, as far as it is known: files whose paths are no keys,
   * links, modules, files above the limit, and lines of the index that say nothing. Files are named
   * until Headwater's next commit. Lines that tell their keys are also corrupt entries of reads,
   * listings and feeds.
   */
  public List<LeftAlone> leftAlone() {
    Subject subject = calls.subject("leftAlone", null);
    View view = calls.view(subject, calls.deadline());
    List<LeftAlone> left = new ArrayList<>();
    for (HeldPath file : view.adoption().held()) {
      left.add(new LeftAlone(file.path(), file.reason()));
    }
    for (HeldLine line : view.index().held()) {
      left.add(new LeftAlone(line.segment().path(), line.message()));
    }
    return left;
  }

  /**
   * Replaces the branch's history by one commit with the same files, so that it does not grow for
   * ever. Entries, marks and feeds stay as they are, and concurrent writes are kept, whoever makes
   * them; other processes follow. A person with a clone has to fetch, and to take his own commits
   * over to the new history ({@code git rebase --onto}). GitHub cleans up the old one some time.
   *
   * @return empty if there is no history to replace: one commit at most
   */
  public Optional<Squashed> squash() {
    Subject subject = calls.subject("squash", null);
    calls.requireWritable(subject);
    return squash.squash(subject, calls.deadline());
  }

  @Override
  public void close() {
    if (calls.close()) {
      committer.close();
      repository.close();
      background.close();
    }
  }
}
