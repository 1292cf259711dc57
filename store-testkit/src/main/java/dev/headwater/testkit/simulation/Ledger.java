package dev.headwater.testkit.simulation;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every entry that was issued in a history, what its writer was told, and where it has been. Judges
 * what arrives at servers: nothing that was not issued, nothing that was refused, at no other layer
 * before the authority, and there only as its precondition allows.
 */
public final class Ledger {

  private final VirtualTime time;
  private final Map<Stamp, Issued> issued = new LinkedHashMap<>();
  private final Map<Key, List<Issued>> ofKey = new HashMap<>();
  private long authorities; // a bit per server
  private int arrivals;
  private long moments; // to tell what was before what within a millisecond

  public Ledger(VirtualTime time) {
    this.time = time;
  }

  /** This server decides writes. */
  public void authority(Server server) {
    authorities |= 1L << server.number();
  }

  boolean isAuthority(Server server) {
    return (authorities & 1L << server.number()) != 0;
  }

  /** A process is about to write this. */
  public Issued issue(Write write, int process) {
    Issued entry = new Issued(write, process, issued.size());
    Issued before = issued.put(write.entry().stamp(), entry);
    if (before != null) {
      throw new Violation("stamps are unique", before + " has the stamp of " + entry);
    }
    ofKey.computeIfAbsent(write.key(), any -> new ArrayList<>()).add(entry);
    return entry;
  }

  /** Somebody wrote this past all processes, where nobody has to ask the authority first. */
  void committed(Entry entry) {
    Issued committed = issue(Write.of(entry), Issued.BY_A_PERSON);
    committed.decided(arrivals++);
    committed.fate(Issued.Fate.HELD, moments++);
  }

  boolean isIssued(Stamp stamp) {
    return issued.containsKey(stamp);
  }

  /** {@link #issue} of a batch. */
  public List<Issued> issueAll(Batch batch, int process) {
    List<Issued> all = batch.writes().stream().map(write -> issue(write, process)).toList();
    if (batch.atomicity() == Batch.Atomicity.ALL) {
      all.forEach(one -> one.together(all));
    }
    return all;
  }

  /** Now, finer than any clock. */
  public long moment() {
    return moments;
  }

  /** What was issued as this entry. */
  public Issued find(Entry entry) {
    Issued found = issued.get(entry.stamp());
    if (found == null || !found.entry().equals(entry)) {
      throw new Violation("nothing is invented", entry + " was never written");
    }
    return found;
  }

  /** What was issued with this stamp. */
  Issued find(Stamp stamp) {
    Issued found = issued.get(stamp);
    if (found == null) {
      throw new Violation("nothing is invented", "nothing was written at " + stamp);
    }
    return found;
  }

  /** All that was issued of a key, the oldest first. */
  public List<Issued> of(Key key) {
    return ofKey.getOrDefault(key, List.of());
  }

  public Collection<Issued> all() {
    return issued.values();
  }

  // --- what writers are told ---

  /** The writer was told that the authority has it. */
  void held(Issued entry) {
    if (!entry.isDecided()) {
      throw new Violation("W5", "acknowledged, but the authority has never had " + entry);
    }
    entry.fate(Issued.Fate.HELD, moments++);
  }

  /** The writer was told that it is accepted. */
  void accepted(Issued entry) {
    if (entry.fate() == Issued.Fate.OPEN) { // or it has been withdrawn already
      entry.fate(Issued.Fate.ACCEPTED, moments++);
    }
  }

  /** The writer was told that something newer is held, or that its precondition did not hold. */
  void refused(Issued entry) {
    entry.fate(
        Issued.Fate.REFUSED, moments++); // if it was decided, then an earlier attempt took it
  }

  /** The writer was told that nothing happened. */
  void nothingHappened(Issued entry, Throwable error) {
    if (entry.isDecided()) {
      throw new Violation("W3", "the writer was told that nothing happened to " + entry, error);
    }
    entry.fate(Issued.Fate.REFUSED, moments++);
  }

  /** It was accepted, and its process heard that the authority refused it, or perhaps did. */
  public void withdrawn(Entry entry, Certainty certainty) {
    Issued found = find(entry);
    if (!isPending(found) && found.fate() != Issued.Fate.WITHDRAWN) { // or once more
      throw new Violation("W2", "withdrawn, but not accepted: " + found);
    }
    if (certainty == Certainty.CERTAIN && found.isDecided()) {
      throw new Violation("W3", "withdrawn, but the authority has taken it: " + found);
    }
    withdraw(found);
  }

  /** How sure it is that the authority did not take an entry. */
  public enum Certainty {
    CERTAIN,
    UNCERTAIN
  }

  private static boolean isPending(Issued entry) {
    return entry.fate() == Issued.Fate.ACCEPTED || entry.fate() == Issued.Fate.OPEN;
  }

  /** The authority refused it; its process will hear of it, unless it ends before. */
  void refusedThere(Entry entry) {
    Issued found = find(entry);
    if (found.promise() == Issued.Promise.ACCEPTED && !found.isDecided()) {
      replacedBy(found, Issued::doom);
    }
  }

  /* What has an end may have ended by the clock of the process. */
  private boolean mayHaveHeld(Precondition precondition, Issued base) {
    boolean mayHaveEnded = base.fate() == Issued.Fate.ACCEPTED && base.entry().expires();
    return precondition.holds(base.entry(), time.millis())
        || (precondition == Precondition.absent() && mayHaveEnded);
  }

  private void withdraw(Issued entry) {
    replacedBy(entry, one -> withdraw(one, entry));
  }

  /* What still waits to be accepted may have had its place taken, or not. */
  private void withdraw(Issued one, Issued with) {
    if (one != with && one.fate() == Issued.Fate.OPEN) {
      one.presumeWithdrawn(moments++);
    } else {
      one.fate(Issued.Fate.WITHDRAWN, moments++);
    }
  }

  /* With it those whose place it had taken on condition that they would be accepted. */
  private void replacedBy(Issued entry, Consumer<Issued> act) {
    act.accept(entry);
    for (Issued base : of(entry.key())) {
      boolean replaced =
          base.process() == entry.process()
              && base.promise() == Issued.Promise.ACCEPTED
              && isPending(base)
              && !base.isDecided()
              && entry.stamp().isAfter(base.stamp())
              && mayHaveHeld(entry.write().precondition(), base);
      if (replaced && base.write().precondition() != Precondition.none()) {
        replacedBy(base, act);
      } else if (replaced && base.fate() == Issued.Fate.ACCEPTED && !isSuperseded(base)) {
        throw new Violation("W2", "%s was decided before %s".formatted(entry, base));
      }
    }
  }

  /** It was accepted, and its process heard that the authority has something newer. */
  public void superseded(Entry entry) {
    Issued found = find(entry);
    if (!isSuperseded(found)) {
      throw new Violation("W2", "nothing newer was there than " + found);
    }
  }

  private boolean isSuperseded(Issued entry) {
    return of(entry.key()).stream()
        .anyMatch(newer -> newer.isDecided() && newer.stamp().isAfter(entry.stamp()));
  }

  /** What a process has accepted, and the authority has not taken or overtaken. */
  public List<Issued> undecided(int process) {
    return all().stream()
        .filter(one -> one.process() == process && one.fate() == Issued.Fate.ACCEPTED)
        .filter(one -> !one.isDecided() && !isSuperseded(one))
        .toList();
  }

  /**
   * The process has ended before it was told of refusals, or before its disk knew of them: what was
   * refused may be pending again, or not.
   */
  public void mayReturn(int process, Collection<Issued.Fate> fates) {
    for (Issued one : all()) {
      if (one.process() == process && fates.contains(one.fate()) && one.isDoomed()) {
        one.fate(Issued.Fate.OPEN, moments++);
      }
    }
  }

  /** What the process has accepted was in its memory alone, and is gone. */
  public void forgotten(int process) {
    undecided(process).forEach(one -> one.fate(Issued.Fate.OPEN, moments++));
  }

  /** Whether the server has had the entry, or a newer one of the key. */
  boolean wasGiven(Issued entry, Server server) {
    return of(entry.key()).stream()
        .filter(one -> one == entry || one.stamp().isAfter(entry.stamp()))
        .anyMatch(one -> one.wasHeldBy(server));
  }

  /** Whether the entry, or a newer one that took its place, is no business of the server. */
  boolean isTooLarge(Issued entry, Server server) {
    long most = server.capabilities().limits().maxValueBytes();
    return of(entry.key()).stream()
        .filter(one -> one == entry || (one.isDecided() && one.stamp().isAfter(entry.stamp())))
        .anyMatch(one -> one.entry().valueBytes() > most);
  }

  // --- what servers get ---

  void arrived(Server server, @Nullable Entry before, Entry entry) {
    Issued found = find(entry);
    if (found.isGone()) {
      throw new Violation("W1", server.name() + " was given what was refused: " + found);
    }
    if (isAuthority(server)) {
      if (!found.isDecided() && !isAdmissible(found, before)) {
        throw new Violation(
            "W4", "%s, against its precondition, replaced %s".formatted(found, before));
      }
      found.decided(arrivals++);
    } else if (!found.isDecided()) {
      throw new Violation("W1", server.name() + " got it before the authority: " + found);
    }
    found.heldBy(server);
  }

  /* Directly, or after the writes of its own process that it was checked against. */
  private boolean isAdmissible(Issued entry, @Nullable Entry held) {
    Precondition precondition = entry.write().precondition();
    if (precondition.holds(held, time.millis())) {
      return true;
    }
    for (Issued base : of(entry.key())) {
      if (base.process() == entry.process()
          && entry.stamp().isAfter(base.stamp())
          && mayHold(precondition, base.entry())
          && isTaken(base, held)
          && !base.isGone()
          && isAdmissible(base, held)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTaken(Issued base, @Nullable Entry held) {
    return base.write().precondition() != Precondition.none()
        || held == null
        || EntryOrder.supersedes(base.entry(), held);
  }

  /* Clocks that are wrong disagree about what has expired. */
  private boolean mayHold(Precondition precondition, Entry entry) {
    return precondition.holds(entry, time.millis())
        || precondition.holds(entry, Long.MIN_VALUE)
        || precondition.holds(entry, Long.MAX_VALUE);
  }

  // --- at the end ---

  /** Fails if a part of an atomic batch was taken without the rest. */
  public void requireAtomicity() {
    for (Issued entry : issued.values()) {
      if (entry.isDecided()) {
        entry.together().forEach(other -> requireTogether(entry, other));
      }
    }
  }

  private void requireTogether(Issued entry, Issued other) {
    int size = entry.together().size();
    boolean together =
        other.isDecided()
            ? Math.abs(entry.arrival() - other.arrival()) < size
            : of(other.key()).stream().anyMatch(newer -> beat(newer, other, entry));
    if (!together) {
      throw new Violation("W4", "a batch was split: %s, but %s".formatted(entry, other));
    }
  }

  private static boolean beat(Issued newer, Issued other, Issued entry) {
    return newer.isDecided()
        && newer.stamp().isAfter(other.stamp())
        && newer.arrival() < entry.arrival() + entry.together().size();
  }
}
