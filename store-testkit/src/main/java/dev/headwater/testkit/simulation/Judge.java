package dev.headwater.testkit.simulation;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether what one process was told is allowed. Pure but for the time. */
public final class Judge {

  /** After this long without trouble there is no excuse for an error. */
  private static final long CALM_MILLIS = 120_000;

  private final Ledger ledger;
  private final Network network;
  private final Server authority;
  private final VirtualTime time;
  private final InstantSource clock;
  private final int process;
  private final Rules rules;

  /**
   * What the tested store is allowed.
   *
   * @param absenceMillis for how long it may remember an absence
   * @param layers what its errors name, at least one of them
   * @param written the servers to which it writes
   * @param room whether it may be full
   */
  public record Rules(long absenceMillis, List<String> layers, List<Server> written, Room room) {
    public Rules {
      layers = List.copyOf(layers);
      written = List.copyOf(written);
    }
  }

  public Judge(
      Ledger ledger,
      Network network,
      Server authority,
      VirtualTime time,
      InstantSource clock,
      int process,
      Rules rules) {
    this.ledger = ledger;
    this.network = network;
    this.authority = authority;
    this.time = time;
    this.clock = clock;
    this.process = process;
    this.rules = rules;
  }

  /** Whether there is room for everything. */
  public enum Room {
    FOR_A_FEW,
    FOR_ALL
  }

  /** What was known when a read began. */
  record Question(Session.Seen seen, long sinceMillis, long clockMillis, long moment) {}

  /** Where an absence comes from. */
  enum Source {
    ANY,
    AUTHORITY
  }

  Server authority() {
    return authority;
  }

  Question question(Session.Seen seen) {
    return new Question(seen, time.millis(), clock.millis(), ledger.moment());
  }

  /** The answer to the question was this entry. */
  Issued found(Key key, Question question, Entry entry) {
    Issued issued = ledger.find(entry);
    if (!entry.key().equals(key)) {
      throw new Violation("R1", "asked for " + key + ", got " + entry);
    }
    if (issued.wasGone(question.moment())) {
      throw new Violation("W1", "visible, though it was refused: " + issued);
    }
    if (!issued.isDecided() && issued.process() != process) {
      throw new Violation("W1", "visible to others before the authority has it: " + issued);
    }
    if (entry.isExpiredAt(question.sinceMillis()) && entry.isExpiredAt(earlier(question))) {
      throw new Violation("R5", "expired before it was asked for: " + entry);
    }
    Stamp floor = floor(question.seen());
    if (floor != null && floor.isAfter(entry.stamp())) {
      throw new Violation("R4", "%s, after %s was seen".formatted(issued, question.seen()));
    }
    return issued;
  }

  /** The answer to the question was that there is nothing. */
  void absent(Key key, Question question, Source source) {
    Stamp floor = floor(question.seen());
    long window = source == Source.ANY ? rules.absenceMillis() : 0;
    boolean mayBeNew = source == Source.ANY ? floor == null : !isPending(question.seen());
    boolean lacked =
        authority.lackedLiveSince(key, question.sinceMillis() - window, latest(question));
    boolean explained =
        (mayBeNew && lacked)
            || ledger.of(key).stream().anyMatch(other -> hides(other, floor, question));
    if (!explained) {
      throw new Violation(
          source == Source.ANY ? "R2, R4" : "R6",
          "%s is not absent: the authority holds %s, seen were %s"
              .formatted(key, authority.peek(key), question.seen()));
    }
  }

  private static boolean isPending(Session.Seen seen) {
    Issued highest = seen.highest();
    return highest != null && !highest.isDecided();
  }

  private boolean hides(Issued other, @Nullable Stamp floor, Question question) {
    boolean late = floor == null || !floor.isAfter(other.stamp());
    boolean real =
        other.isDecided() || (other.process() == process && !other.wasGone(question.moment()));
    return late && real && !other.entry().isLiveAt(latest(question));
  }

  /* What has expired by this time may be absent. The clock may have been set back meanwhile. */
  private long latest(Question question) {
    long asked = question.clockMillis() + time.millis() - question.sinceMillis();
    return Math.max(time.millis(), Math.max(clock.millis(), asked));
  }

  /* The clock of the process: when it was asked, or now, if it was set back meanwhile. */
  private long earlier(Question question) {
    return Math.min(question.clockMillis(), clock.millis());
  }

  private static @Nullable Stamp floor(Session.Seen seen) {
    Issued highest = seen.highest();
    return highest == null ? null : highest.stamp();
  }

  /** The answer is not older than what was held when the question was asked. */
  void notOlder(String law, Entry entry, @Nullable Entry before) {
    if (before != null && EntryOrder.compare(entry, before) < 0) {
      throw new Violation(law, entry + ", but when it was asked for there was " + before);
    }
  }

  /** The writer was told that all layers have the entry but these. */
  void everywhereBut(Collection<String> behind, Issued entry) {
    for (Server server : rules.written()) {
      boolean given =
          behind.contains(server.name())
              || ledger.wasGiven(entry, server)
              || ledger.isTooLarge(entry, server);
      if (!given) {
        throw new Violation(
            "W5", "%s does not have %s, behind are %s".formatted(server.name(), entry, behind));
      }
    }
  }

  /* What the process itself does stands in the way. */
  private static boolean isBusy(StoreException error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("earlier writes of the key wait")
        || message.contains("may have been decided meanwhile");
  }

  /** The question could not be answered. */
  void error(StoreException error) {
    boolean isFull =
        rules.room() == Room.FOR_A_FEW
            && error instanceof RejectedException rejected
            && rejected.reason() == RejectedException.Reason.FULL;
    if (!isFull && !isBusy(error) && network.lastTroubleMillis() < time.millis() - CALM_MILLIS) {
      throw new Violation("R2", "nothing is wrong, but a call failed: " + error, error);
    }
    String message = String.valueOf(error.getMessage());
    if (rules.layers().stream().noneMatch(message::contains)) {
      throw new Violation("R2", "the error names no layer: " + error, error);
    }
  }
}
