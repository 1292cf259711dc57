package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a chain's optimistic feeds have told of a key is its newest accepted write, whoever accepts,
 * decides, opens feeds and closes them meanwhile: nobody misses a write that was accepted before.
 */
public class LiveFeedsLincheckTest {

  private static final Key KEY = Entries.key("k");
  private static final Entry[] ENTRIES = new Entry[32];

  static {
    for (int millis = 1; millis < ENTRIES.length; millis++) {
      ENTRIES[millis] = Entries.value(KEY, millis, "v" + millis);
    }
  }

  private final ManualBackground background = new ManualBackground();
  private final ReferenceStore authority = ReferenceStore.create("authority", background.clock());
  private final Undecided undecided = new Undecided();
  private final LiveFeeds feeds =
      new LiveFeeds(
          new ChainFeed.Context(authority, entry -> {}, background.background(), new Random(1)),
          undecided);
  private Feed open = feeds.open(FeedRequest.fromStart().optimistic());
  private int told; // by the open feed

  /** The outbox of one key. */
  private static final class Undecided implements Pending {
    private @Nullable Entry newest;
    private int accepted;
    private int announcing;

    /* Each is newer than the one before; older ones are refused, and nobody has to be told. */
    synchronized Entry accept() {
      Entry entry = ENTRIES[++accepted];
      newest = entry;
      announcing++;
      return entry;
    }

    synchronized void announced() {
      announcing--;
    }

    /** What the authority may be given. */
    synchronized @Nullable Entry next() {
      return announcing == 0 ? newest : null;
    }

    synchronized void decided(Entry entry) {
      if (entry.equals(newest)) {
        newest = null;
      }
    }

    @Override
    public synchronized @Nullable Entry newest(Key key) {
      return newest;
    }

    @Override
    public synchronized List<Entry> under(String prefix) {
      return newest == null ? List.of() : List.of(newest);
    }

    @Override
    public List<Entry> undecided(String prefix) {
      return under(prefix);
    }

    @Override
    public void overtaken(Key key, Stamp seen) {}
  }

  @Operation
  public void write() {
    feeds.accepted(undecided.accept());
    undecided.announced();
  }

  @Operation(nonParallelGroup = "authority")
  public void decide() {
    Entry next = undecided.next();
    if (next != null) {
      authority.merge(Write.of(next));
      feeds.taken(next);
      undecided.decided(next);
      feeds.settled(next);
    }
  }

  @Operation(nonParallelGroup = "reader")
  public int poll() {
    told =
        open.poll(Duration.ZERO).entries().stream()
            .mapToInt(entry -> (int) entry.stamp().epochMillis())
            .reduce(told, Math::max);
    return told;
  }

  @Operation(nonParallelGroup = "reader")
  public void reopen() {
    open.close();
    open = feeds.open(FeedRequest.fromStart().optimistic());
    told = 0;
  }

  /** What it is to be. */
  public static final class Register {
    private int held;

    public void write() {
      held++;
    }

    public void decide() {}

    public int poll() {
      return held;
    }

    public void reopen() {}
  }

  @Test
  @Tag("long")
  void everyInterleavingOfAFewSteps() {
    new ModelCheckingOptions()
        .iterations(6)
        .invocationsPerIteration(80)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
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
