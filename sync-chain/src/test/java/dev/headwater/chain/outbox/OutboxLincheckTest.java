package dev.headwater.chain.outbox;

import dev.headwater.chain.StepsOfOthers;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ManualTimer;
import dev.headwater.testkit.ReferenceJournal;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A register whose writes are acknowledged by an outbox, and delivered by other threads to an
 * authority and a replica, is a register still; and in the end all have its value.
 */
@Param(name = "millis", gen = IntGen.class, conf = "0:4")
public class OutboxLincheckTest {

  private static final Key KEY = Entries.key("k");
  private static final Entry[] ENTRIES = new Entry[5];

  static {
    for (int millis = 0; millis < ENTRIES.length; millis++) {
      ENTRIES[millis] = Entries.value(KEY, millis, "v" + millis);
    }
  }

  private final ManualClock clock = new ManualClock();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ReferenceStore authority = ReferenceStore.create("authority", clock);
  private final ReferenceStore replica = ReferenceStore.create("replica", clock);
  private final ReferenceJournal journal = new ReferenceJournal();
  private final WriteBehind outbox =
      new WriteBehind(
          "outbox",
          List.of(
              new Recipient("authority", authority, Recipient.Role.AUTHORITY, key -> true),
              new Recipient("replica", replica, Recipient.Role.STORE, key -> true)),
          OutboxConfig.journaled(journal),
          new Background(tasks::add, new ManualTimer(clock), Duration.ZERO),
          clock,
          new Random(1),
          new EventsOfMemory(authority));

  public OutboxLincheckTest() {
    authority.merge(Write.of(ENTRIES[0])); // of a key of which nothing is known, all is accepted
    outbox.start();
  }

  @Operation
  public boolean write(@Param(name = "millis") int millis) {
    return accept(Write.of(ENTRIES[millis]));
  }

  @Operation
  public boolean replace(@Param(name = "millis") int expected, @Param(name = "millis") int millis) {
    Precondition same = Precondition.stampIs(ENTRIES[expected].stamp());
    return accept(new Write(ENTRIES[millis], same));
  }

  private boolean accept(Write write) {
    MergeOutcome outcome = outbox.accept(List.of(write)).get(0);
    return outcome.wrote();
  }

  @Operation
  public int read() {
    Entry pending = outbox.newest(KEY);
    return millis(pending == null ? authority.read(KEY) : pending);
  }

  @Operation
  public void deliver() {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
    }
  }

  /** Whatever is left is delivered, and then nobody has anything else, nor the journal anything. */
  @Validate
  public void allHaveTheSameInTheEnd() {
    int written = read();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    outbox.close();
    int copied = Math.max(0, millis(replica.read(KEY)));
    if (millis(authority.read(KEY)) != written || copied != written) {
      throw new IllegalStateException("a layer does not have " + written);
    }
    if (!journal.reopen().read(Sections.OUTBOX).isEmpty()) {
      throw new IllegalStateException("the journal still has something");
    }
  }

  private static int millis(@Nullable Entry entry) {
    return entry == null ? -1 : (int) entry.stamp().epochMillis();
  }

  /** What it is to be. */
  public static final class Register {
    private int held;

    public boolean write(int millis) {
      boolean wrote = millis > held;
      held = Math.max(held, millis);
      return wrote;
    }

    public boolean replace(int expected, int millis) {
      return expected == held && write(millis);
    }

    public int read() {
      return held;
    }

    public void deliver() {}
  }

  @Test
  @Tag("long")
  void everyInterleavingOfAFewSteps() {
    new ModelCheckingOptions()
        .iterations(6)
        .invocationsPerIteration(30)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(0)
        .addGuarantee(StepsOfOthers.FAKES_ARE_ATOMIC)
        .addGuarantee(StepsOfOthers.VALUES_ARE_NOT_SHARED)
        .sequentialSpecification(Register.class)
        .check(getClass());
  }

  @Test
  void threadsAtFullSpeed() {
    new StressOptions()
        .iterations(20)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsPerThread(3)
        .sequentialSpecification(Register.class)
        .check(getClass());
  }
}
