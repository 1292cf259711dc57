package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.background.Waits;
import dev.headwater.testkit.Entries;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A register that is read through one load at a time is still a register: whoever joins another's
 * load never gets an answer from before a write that it could know of.
 */
@Param(name = "millis", gen = IntGen.class, conf = "1:5")
public class SingleFlightLincheckTest {

  private static final Key KEY = Entries.key("k");
  private static final Entry[] ENTRIES = new Entry[6];

  static {
    for (int millis = 1; millis < ENTRIES.length; millis++) {
      ENTRIES[millis] = Entries.value(KEY, millis, "v" + millis);
    }
  }

  private final SingleFlight flights = new SingleFlight("register", Waits.blocking());
  private final AtomicReference<@Nullable Entry> source = new AtomicReference<>();
  private final AtomicReference<@Nullable Stamp> floor = new AtomicReference<>();
  private final AtomicBoolean loading = new AtomicBoolean();

  @Operation
  public void write(@Param(name = "millis") int millis) {
    Entry written = ENTRIES[millis];
    source.accumulateAndGet(
        written, (held, given) -> held == null || supersedes(given, held) ? given : held);
    raise(written);
  }

  @Operation
  public int read() {
    while (true) {
      SingleFlight.Flight mine = flights.lead(KEY, floor.get());
      if (mine != null) {
        return millis(load(mine));
      }
      SingleFlight.Flight other = flights.underWay(KEY);
      if (other != null) {
        Walk.Result result = flights.join(KEY, other, 60_000);
        if (!other.isOvertaken(floor.get(), result)) {
          return millis(result);
        }
      }
    }
  }

  private Walk.Result load(SingleFlight.Flight mine) {
    if (!loading.compareAndSet(false, true)) {
      throw new IllegalStateException("two loads of one key at a time");
    }
    Entry entry = source.get();
    if (entry != null) {
      raise(entry);
    }
    loading.set(false);
    Walk.Result result = Walk.Result.of(Answer.current(entry, "source"));
    flights.land(KEY, mine, result);
    return result;
  }

  private void raise(Entry seen) {
    floor.accumulateAndGet(
        seen.stamp(), (held, given) -> held == null || given.isAfter(held) ? given : held);
  }

  private static boolean supersedes(Entry given, Entry held) {
    return given.stamp().isAfter(held.stamp());
  }

  private static int millis(Walk.Result result) {
    Entry entry = Objects.requireNonNull(result.answer()).entry();
    return entry == null ? 0 : (int) entry.stamp().epochMillis();
  }

  @Test
  @Tag("long")
  void everyInterleavingOfAFewSteps() {
    new ModelCheckingOptions()
        .iterations(15)
        .invocationsPerIteration(200)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .check(getClass());
  }

  @Test
  void threadsAtFullSpeed() {
    new StressOptions()
        .iterations(20)
        .invocationsPerIteration(500)
        .threads(3)
        .actorsPerThread(3)
        .check(getClass());
  }
}
