package dev.headwater.store.memory;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two keys written by atomic batches only are one register: nobody sees a part of a batch. */
@Param(name = "millis", gen = IntGen.class, conf = "1:4")
public class MemoryBatchLincheckTest {

  private static final Key LEFT = Entries.key("left");
  private static final Key RIGHT = Entries.key("right");
  private static final Entry[][] ENTRIES = new Entry[2][5];

  static {
    for (int millis = 1; millis < 5; millis++) {
      ENTRIES[0][millis] = Entries.value(LEFT, millis, "v" + millis);
      ENTRIES[1][millis] = Entries.value(RIGHT, millis, "v" + millis);
    }
  }

  private final MemoryStore store =
      MemoryStore.open(MemoryStoreConfig.unbounded().feedChanges(16), new ManualClock());

  @Operation
  public int readLeft() {
    return millis(store.read(LEFT));
  }

  @Operation
  public int readRight() {
    return millis(store.read(RIGHT));
  }

  @Operation
  public String readBoth() {
    Map<Key, Entry> both = store.readAll(List.of(LEFT, RIGHT)).entries();
    return millis(both.get(LEFT)) + "/" + millis(both.get(RIGHT));
  }

  @Operation
  public String mergeBoth(@Param(name = "millis") int millis) {
    return mergeTogether(List.of(Write.of(ENTRIES[0][millis]), Write.of(ENTRIES[1][millis])));
  }

  @Operation
  public String mergeBothNext(@Param(name = "millis") int millis) {
    Precondition before = Precondition.stampIs(Entries.stamp(millis - 1));
    return mergeTogether(
        List.of(new Write(ENTRIES[0][millis], before), Write.of(ENTRIES[1][millis])));
  }

  private String mergeTogether(List<Write> writes) {
    List<MergeOutcome> outcomes = store.mergeAll(new Batch(writes, Batch.Atomicity.ALL));
    return kind(outcomes.get(0)) + "/" + kind(outcomes.get(1));
  }

  private static String kind(MergeOutcome outcome) {
    return outcome.getClass().getSimpleName();
  }

  private static int millis(@Nullable Entry entry) {
    return entry == null ? 0 : (int) entry.stamp().epochMillis();
  }

  @Test
  @Tag("long")
  void everyInterleavingOfAFewSteps() {
    new ModelCheckingOptions()
        .iterations(15)
        .invocationsPerIteration(150)
        .threads(2)
        .actorsPerThread(3)
        .addGuarantee(Lincheck.ELSEWHERE)
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
