package dev.headwater.github.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What goes wrong in an emulator, besides what its limits forbid: faults of single requests, and
 * states of the repository. Everything may be changed while the emulator runs, from any thread.
 *
 * <p>Where several faults befall one request, it is slow, held or stale as well as refused, and of
 * those that decide the answer the one that was asked for first does.
 */
public final class Faults {
  private final List<FaultRule> rules = new ArrayList<>(); // guarded by this
  private final Set<String> protectedBranches = ConcurrentHashMap.newKeySet();
  private final Set<String> restrictedPrefixes = ConcurrentHashMap.newKeySet();
  private final Gate gate = new Gate();
  private final Consumer<Duration> lag;
  private volatile boolean archived;
  private volatile int treeEntries = Integer.MAX_VALUE;

  Faults(Consumer<Duration> lag) {
    this.lag = lag;
  }

  /** The next request. */
  public void next(Fault fault) {
    next(1, fault);
  }

  /** The next so many requests. */
  public void next(int times, Fault fault) {
    next(times, line -> true, fault);
  }

  /** The next so many such requests. */
  public void next(int times, Predicate<RequestLine> which, Fault fault) {
    add(new FaultRule(which, fault, times, () -> true));
  }

  /** Each request with that probability, until {@link #clear()}. */
  public void randomly(double probability, RandomGenerator random, Fault fault) {
    randomly(probability, random, line -> true, fault);
  }

  /** Each such request with that probability, until {@link #clear()}. */
  public void randomly(
      double probability, RandomGenerator random, Predicate<RequestLine> which, Fault fault) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("A probability is between 0 and 1, not " + probability);
    }
    add(new FaultRule(which, fault, Integer.MAX_VALUE, () -> random.nextDouble() < probability));
  }

  private synchronized void add(FaultRule rule) {
    rules.add(rule);
  }

  /** For so long after a change of a ref, readers see what it was before; zero: no longer. */
  public void staleReadsFor(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("A duration must not be negative: " + duration);
    }
    lag.accept(duration);
  }

  /** The repository is archived: nothing can be written. */
  public void archive() {
    archived = true;
  }

  /** The repository is not archived any more. */
  public void unarchive() {
    archived = false;
  }

  /** The branch, by its short name, takes changes through pull requests only. */
  public void protect(String branch) {
    protectedBranches.add(branch);
  }

  /** The branch takes changes again. */
  public void unprotect(String branch) {
    protectedBranches.remove(branch);
  }

  /** A branch takes no commits any more that change files whose paths begin so. */
  public void restrict(String pathPrefix) {
    restrictedPrefixes.add(pathPrefix);
  }

  /** Listings of trees end after so many entries and say so, however many GitHub would give. */
  public void truncateTreesAt(int entries) {
    if (entries < 0) {
      throw new IllegalArgumentException("A number of entries must not be negative: " + entries);
    }
    treeEntries = entries;
  }

  /** Lets the requests go on that a {@link Fault#held} holds. */
  public void release() {
    gate.release();
  }

  /** How many requests are held now. */
  public int held() {
    return gate.held();
  }

  /** Nothing goes wrong any more; what is held goes on. */
  public void clear() {
    synchronized (this) {
      rules.clear();
    }
    staleReadsFor(Duration.ZERO);
    unarchive();
    protectedBranches.clear();
    restrictedPrefixes.clear();
    truncateTreesAt(Integer.MAX_VALUE);
    release();
  }

  /** What befalls this request, in the order in which it was asked for. */
  synchronized List<Fault> draw(RequestLine line) {
    List<Fault> drawn =
        rules.stream().filter(rule -> rule.fires(line)).map(FaultRule::fault).toList();
    rules.removeIf(FaultRule::isSpent);
    return drawn;
  }

  Gate gate() {
    return gate;
  }

  boolean isArchived() {
    return archived;
  }

  boolean isProtected(String branch) {
    return protectedBranches.contains(branch);
  }

  boolean restrictsFiles() {
    return !restrictedPrefixes.isEmpty();
  }

  boolean isRestricted(String path) {
    return restrictedPrefixes.stream().anyMatch(path::startsWith);
  }

  int treeEntries() {
    return treeEntries;
  }
}
