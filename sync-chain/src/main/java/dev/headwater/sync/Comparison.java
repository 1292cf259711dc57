package dev.headwater.sync;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import dev.headwater.sync.Action.Hold;
import dev.headwater.sync.Action.None;
import dev.headwater.sync.CheckFinding.Kind;
import dev.headwater.sync.Difference.Differs;
import dev.headwater.sync.Difference.OnlyInSource;
import dev.headwater.sync.Difference.OnlyInTarget;
import dev.headwater.sync.Difference.Same;
import dev.headwater.sync.Difference.Unreadable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges differences by what a two-way sync would do about them. What it would copy is suspected
 * first, and judged after both sides were read once more, some keys at a time.
 */
final class Comparison {

  /** How many keys are read once more in one request, at most. */
  static final int MAX_SUSPECTS = 100;

  private final Pair pair;
  private final InstantSource time;
  private final Findings findings;
  private final Planner planner;
  private final List<Suspect> suspects = new ArrayList<>();
  private long suspectBytes;

  Comparison(Pair pair, InstantSource time, Findings findings) {
    this.pair = pair;
    this.time = time;
    this.findings = findings;
    this.planner = pair.planner(Sync.Mode.TWO_WAY);
  }

  /** A key at which the listings differed, and what they had. */
  private record Suspect(Key key, @Nullable Entry source, @Nullable Entry target) {
    static Suspect of(Entry entry, @Nullable Entry source, @Nullable Entry target) {
      return new Suspect(entry.key(), source, target);
    }
  }

  void add(Difference difference) {
    Action action = planner.plan(difference, time.millis());
    if (action == None.NONE) {
      findings.equal();
    } else if (action instanceof Hold hold) {
      readAgain(); // so that findings are told in key order
      held(hold);
    } else {
      suspect(difference.match(new Suspicion()));
    }
  }

  /** Judges what is still suspected. */
  void finish() {
    readAgain();
  }

  private void suspect(Suspect suspect) {
    suspects.add(suspect);
    suspectBytes += bytes(suspect.source) + bytes(suspect.target);
    if (suspects.size() == MAX_SUSPECTS || suspectBytes > Applier.MAX_BATCH_BYTES) {
      readAgain();
    }
  }

  private void readAgain() {
    if (suspects.isEmpty()) {
      return;
    }
    List<Key> keys = suspects.stream().map(Suspect::key).toList();
    ReadBatch source = readAll(Side.SOURCE, keys);
    ReadBatch target = readAll(Side.TARGET, keys);
    suspects.forEach(suspect -> judge(suspect, source, target));
    suspects.clear();
    suspectBytes = 0;
  }

  private ReadBatch readAll(Side side, List<Key> keys) {
    Retrying calls = pair.calls(side);
    return calls.await(calls.call(() -> pair.store(side).readAll(keys)), "readAll").value();
  }

  private void judge(Suspect suspect, ReadBatch source, ReadBatch target) {
    long nowMillis = time.millis();
    Entry left = again(suspect.key, suspect.source, source, nowMillis);
    Entry right = again(suspect.key, suspect.target, target, nowMillis);
    CorruptEntryException leftError = source.corrupt().get(suspect.key);
    CorruptEntryException rightError = target.corrupt().get(suspect.key);
    if (leftError != null) {
      judge(new Unreadable(Side.SOURCE, leftError), nowMillis);
    } else if (rightError != null) {
      judge(new Unreadable(Side.TARGET, rightError), nowMillis);
    } else if (left == null && right == null) {
      findings.equal(); // forgotten on both sides meanwhile
    } else {
      judge(Difference.of(left, right), nowMillis);
    }
  }

  /* Reading calls an expired value absent, but it is still held. */
  private static @Nullable Entry again(
      Key key, @Nullable Entry listed, ReadBatch read, long nowMillis) {
    Entry entry = read.entries().get(key);
    return entry == null && listed != null && listed.isExpiredAt(nowMillis) ? listed : entry;
  }

  private void judge(Difference difference, long nowMillis) {
    Action action = planner.plan(difference, nowMillis);
    if (action == None.NONE) {
      findings.equal();
    } else if (action instanceof Hold hold) {
      held(hold);
    } else {
      findings.found(difference.match(new Naming()));
    }
  }

  private void held(Hold hold) {
    HeldRecord record = hold.held();
    String detail = "in the %s: %s".formatted(record.side().text(), record.explanation());
    findings.found(new CheckFinding(Kind.HELD, record.key(), detail));
  }

  private static long bytes(@Nullable Entry entry) {
    return entry == null ? 0 : entry.valueBytes();
  }

  /** What is suspected. */
  private static final class Suspicion implements Difference.Cases<Suspect> {
    @Override
    public Suspect onlyInSource(OnlyInSource difference) {
      return Suspect.of(difference.entry(), difference.entry(), null);
    }

    @Override
    public Suspect onlyInTarget(OnlyInTarget difference) {
      return Suspect.of(difference.entry(), null, difference.entry());
    }

    @Override
    public Suspect differs(Differs difference) {
      return Suspect.of(difference.source(), difference.source(), difference.target());
    }

    @Override
    public Suspect same(Same difference) {
      throw new AssertionError("nothing is copied where both are the same");
    }

    @Override
    public Suspect unreadable(Unreadable difference) {
      throw new AssertionError("what is unreadable is never copied");
    }
  }

  /** What is found. */
  private static final class Naming implements Difference.Cases<CheckFinding> {
    @Override
    public CheckFinding onlyInSource(OnlyInSource difference) {
      Entry entry = difference.entry();
      return new CheckFinding(Kind.ONLY_IN_SOURCE, entry.key(), shown(entry));
    }

    @Override
    public CheckFinding onlyInTarget(OnlyInTarget difference) {
      Entry entry = difference.entry();
      return new CheckFinding(Kind.ONLY_IN_TARGET, entry.key(), shown(entry));
    }

    @Override
    public CheckFinding differs(Differs difference) {
      String detail =
          "source has %s, target has %s"
              .formatted(shown(difference.source()), shown(difference.target()));
      return new CheckFinding(Kind.DIFFER, difference.source().key(), detail);
    }

    @Override
    public CheckFinding same(Same difference) {
      throw new AssertionError("nothing is copied where both are the same");
    }

    @Override
    public CheckFinding unreadable(Unreadable difference) {
      throw new AssertionError("what is unreadable is never copied");
    }

    private static String shown(Entry entry) {
      return (entry.isTombstone() ? "deletion " : "value ") + entry.stamp();
    }
  }
}
