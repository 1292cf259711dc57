package dev.headwater.testkit.simulation;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.util.List;

/** An entry that somebody wrote, and what became of it. */
public final class Issued {

  static final int BY_A_PERSON = -1;

  private final Write write;
  private final int process;
  private final int number;
  private Fate fate = Fate.OPEN;
  private long since; // the moment of its fate
  private long heldBy; // a bit per server
  private boolean refusedThere; // its authority did not take it, and its process may not know
  private boolean presumed; // that it is withdrawn: with another that may have taken its place
  private boolean decided; // an authority held it at some time
  private int arrival = -1; // the how manieth at its authority
  private List<Issued> together = List.of();
  private Promise promise = Promise.DECIDED;

  Issued(Write write, int process, int number) {
    this.write = write;
    this.process = process;
    this.number = number;
  }

  /** What its writer was told. */
  public enum Fate {
    /** Nothing: the call is under way, its outcome is unknown, or its process ended. */
    OPEN,
    /** It is accepted, and will be decided. */
    ACCEPTED,
    /** The authority has taken it. */
    HELD,
    /** It was not taken, or given up before the authority heard of it. */
    REFUSED,
    /** It was accepted, and the authority then refused it. */
    WITHDRAWN
  }

  public Entry entry() {
    return write.entry();
  }

  public Key key() {
    return write.key();
  }

  public Stamp stamp() {
    return write.entry().stamp();
  }

  public Write write() {
    return write;
  }

  /** Whether a {@link Person} wrote it, and no process. */
  public boolean isByAPerson() {
    return process == BY_A_PERSON;
  }

  /** The process that wrote it, in all its lives. */
  public int process() {
    return process;
  }

  public Fate fate() {
    return fate;
  }

  void fate(Fate newFate, long moment) {
    fate = newFate;
    since = moment;
    presumed = false;
  }

  /**
   * It was withdrawn with another, if that had taken its place; its writer was told nothing yet.
   */
  void presumeWithdrawn(long moment) {
    fate(Fate.WITHDRAWN, moment);
    presumed = true;
  }

  /** Whether an authority held it at some time. */
  public boolean isDecided() {
    return decided;
  }

  /** Whether its authority has refused it, so that its process may take it back at any time. */
  boolean isDoomed() {
    return (refusedThere || presumed) && !decided;
  }

  void doom() {
    refusedThere = true;
  }

  /** Whether nobody may see it any more. */
  public boolean isGone() {
    return !decided && !presumed && (fate == Fate.REFUSED || fate == Fate.WITHDRAWN);
  }

  /** What its writer asked for. */
  public enum Promise {
    /** That the process will see to it. */
    ACCEPTED,
    /** That the authority has it. */
    DECIDED
  }

  Promise promise() {
    return promise;
  }

  void promise(Promise newPromise) {
    promise = newPromise;
  }

  /** Whether nobody may see it who asks at that moment, or later. */
  boolean wasGone(long moment) {
    return isGone() && since < moment;
  }

  /** Whether its writer had been told by that moment that it is accepted. */
  boolean wasAccepted(long moment) {
    return fate == Fate.ACCEPTED && since < moment;
  }

  boolean wasHeldBy(Server server) {
    return (heldBy & 1L << server.number()) != 0;
  }

  void heldBy(Server server) {
    heldBy |= 1L << server.number();
  }

  void decided(int newArrival) {
    if (!decided) {
      decided = true;
      arrival = newArrival;
    }
  }

  int arrival() {
    return arrival;
  }

  /** The writes of its atomic batch; empty if it has none. */
  List<Issued> together() {
    return together;
  }

  void together(List<Issued> all) {
    together = all;
  }

  @Override
  public String toString() {
    return "#%d %s by p%d %s%s"
        .formatted(number, entry(), process, fate, decided ? ", decided" : "");
  }
}
