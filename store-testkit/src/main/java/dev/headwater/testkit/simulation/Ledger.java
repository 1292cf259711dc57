package dev.headwater.testkit.simulation;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.testkit.simulation.Issued.Fate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** {@link #issue} of a batch. */
  public List<Issued> issueAll(Batch batch, int process) {
    List<Issued> all = batch.writes().stream().map(write -> issue(write, process)).toList();
    if (batch.atomicity() == Batch.Atomicity.ALL) {
      all.forEach(one -> one.together(all));
    }
    return all;
  }

  /** What was issued as this entry. */
  public Issued find(Entry entry) {
    Issued found = issued.get(entry.stamp());
    if (found == null || !found.entry().equals(entry)) {
      throw new Violation("nothing is invented", entry + " was never written");
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
    entry.fate(Fate.HELD);
  }

  /** The writer was told that it is accepted. */
  void accepted(Issued entry) {
    entry.fate(Fate.ACCEPTED);
  }

  /** The writer was told that something newer is held, or that its precondition did not hold. */
  void refused(Issued entry) {
    entry.fate(Fate.REFUSED); // if it was decided, then an earlier attempt took it
  }

  /** The writer was told that nothing happened. */
  void nothingHappened(Issued entry, Throwable error) {
    if (entry.isDecided()) {
      throw new Violation("W3", "the writer was told that nothing happened to " + entry, error);
    }
    entry.fate(Fate.REFUSED);
  }

  /** It was accepted, and its process heard that the authority refused it. */
  public void withdrawn(Entry entry) {
    Issued found = find(entry);
    if (found.fate() != Fate.ACCEPTED && found.fate() != Fate.OPEN) {
      throw new Violation("W2", "withdrawn, but not accepted: " + found);
    }
    found.fate(Fate.WITHDRAWN);
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
          && precondition.holds(base.entry(), time.millis())
          && (held == null || EntryOrder.supersedes(base.entry(), held))
          && !base.isGone()
          && isAdmissible(base, held)) {
        return true;
      }
    }
    return false;
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
