package dev.headwater.store.memory;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each key of a memory is a register that keeps the newest entry: linearizable. */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "millis", gen = IntGen.class, conf = "1:4")
public class MemoryStoreLincheckTest {

  private static final Key[] KEYS = {Entries.key("a"), Entries.key("b")};
  private static final Entry[][] ENTRIES = new Entry[2][5];

  static {
    for (int key = 0; key < 2; key++) {
      for (int millis = 1; millis < 5; millis++) {
        ENTRIES[key][millis] = Entries.value(KEYS[key], millis, "v" + millis);
      }
    }
  }

  private final MemoryStore store =
      MemoryStore.open(MemoryStoreConfig.unbounded().feedChanges(16), new ManualClock());

  @Operation
  public int read(@Param(name = "key") int key) {
    return millis(store.read(KEYS[key]));
  }

  @Operation
  public String merge(@Param(name = "key") int key, @Param(name = "millis") int millis) {
    return kind(store.merge(Write.of(ENTRIES[key][millis])));
  }

  @Operation
  public String mergeAbsent(@Param(name = "key") int key, @Param(name = "millis") int millis) {
    return kind(store.merge(new Write(ENTRIES[key][millis], Precondition.absent())));
  }

  @Operation
  public String mergeNext(@Param(name = "key") int key, @Param(name = "millis") int millis) {
    Precondition before = Precondition.stampIs(Entries.stamp(millis - 1));
    return kind(store.merge(new Write(ENTRIES[key][millis], before)));
  }

  @Operation
  public int purge(@Param(name = "key") int key, @Param(name = "millis") int millis) {
    return store.purge(List.of(Purge.of(ENTRIES[key][millis])));
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
        .iterations(20)
        .invocationsPerIteration(200)
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
