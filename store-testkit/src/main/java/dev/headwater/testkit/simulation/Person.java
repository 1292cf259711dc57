package dev.headwater.testkit.simulation;

import dev.headwater.store.Content;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Stamp;
import dev.headwater.store.Tombstone;
import dev.headwater.store.Write;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who changes what a server holds, past all processes, as people change files of a
 * repository. What they change is stamped with the time of their clock, which may be wrong, but
 * after what it replaces.
 */
public final class Person {

  /** The origin of all that people write. */
  private static final long ORIGIN = 8_758_862_200_435_336_416L;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int MAX_AHEAD_MILLIS = 50_000; // more is taken for a mistake by all stores

  private final Server server;
  private final Ledger ledger;
  private final VirtualTime time;
  private final Chance chance;
  private final Trace trace;

  public Person(Server server, Ledger ledger, VirtualTime time, Chance chance, Trace trace) {
    this.server = server;
    this.ledger = ledger;
    this.time = time;
    this.chance = chance;
    this.trace = trace;
  }

  /** Changes or deletes each of these, in one commit. */
  public void edit(Collection<Key> keys) {
    long hlc = Math.max(0, clock()) << 16;
    for (Key key : keys) {
      Entry edited = Entry.of(key, stamp(hlc, server.peek(key)), content(server.peek(key)));
      trace.add(edited.hashCode(), () -> "somebody commits " + edited);
      ledger.committed(edited);
      MergeOutcome unused = server.direct().merge(Write.of(edited));
    }
  }

  private long clock() {
    return switch (chance.below(4)) {
      case 0 -> time.millis() - HOUR_MILLIS;
      case 1 -> time.millis() + chance.below(MAX_AHEAD_MILLIS);
      default -> time.millis();
    };
  }

  private Stamp stamp(long hlc, @Nullable Entry before) {
    long after = Math.max(hlc, before == null ? 0 : before.stamp().hlc());
    Stamp stamp;
    do { // of one commit, too: who judges knows writes by their stamps
      stamp = new Stamp(++after, ORIGIN);
    } while (ledger.isIssued(stamp));
    return stamp;
  }

  private Content content(@Nullable Entry before) {
    boolean isThere = before != null && !before.isTombstone();
    return isThere && chance.perMille(300)
        ? Tombstone.TOMBSTONE
        : EncodedValue.owned(new byte[] {(byte) chance.below(100)}, "bytes", EncodedValue.NEVER);
  }
}
