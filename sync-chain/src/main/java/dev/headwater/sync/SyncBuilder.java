package dev.headwater.sync;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Capability;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import dev.headwater.sync.SyncReport.Execution;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Sync}. Every setting has a default; a bad one is an {@link
 * IllegalArgumentException} that names it. Used by one thread.
 */
public final class SyncBuilder {

  /** The most entries of one batch. */
  public static final int MAX_BATCH_SIZE = 10_000;

  /** The most batches on their way to one side at a time. */
  public static final int MAX_IN_FLIGHT = 64;

  /** The most times that one request is tried again. */
  public static final int MAX_RETRIES = 100;

  static final int DEFAULT_RETRIES = 5;

  /** The one place of this package where the system's time comes in. */
  static final InstantSource SYSTEM_TIME = InstantSource.system();

  private final Store source;
  private final Store target;
  private Sync.Mode mode = Sync.Mode.MIRROR;
  private Execution execution = Execution.APPLY;
  private KeyFilter filter = KeyFilter.all();
  private OptionalLong maxDeletes = OptionalLong.empty();
  private int pageSize = ListRequest.DEFAULT_PAGE_SIZE;
  private int batchSize = 1_000;
  private int inFlight = 4;
  private int retries = DEFAULT_RETRIES;
  private InstantSource time = SYSTEM_TIME;
  private SyncListener listener = event -> {};
  private ProgressListener progress = progress -> {};
  private @Nullable Background background;

  SyncBuilder(Store source, Store target) {
    requireTwo(source, target);
    this.source = source;
    this.target = target;
  }

  /** Which way entries are copied; by default {@link Sync.Mode#MIRROR}. */
  public SyncBuilder mode(Sync.Mode newMode) {
    mode = newMode;
    return this;
  }

  /** Which keys the run may know, read and write; by default all. */
  public SyncBuilder filter(KeyFilter newFilter) {
    filter = newFilter;
    return this;
  }

  /** Makes the run write nothing at all, and report what it would have done. */
  public SyncBuilder dryRun() {
    execution = Execution.DRY_RUN;
    return this;
  }

  /**
   * Lets the run remove at most so many values from each side; by default there is no limit. The
   * removals are counted in a walk over both stores before the first write, which doubles the
   * requests for reading; if there are more, nothing is written. If meanwhile there come more, they
   * are held.
   */
  public SyncBuilder maxDeletes(long limit) {
    maxDeletes = OptionalLong.of(inRange("maxDeletes", limit, 0, Long.MAX_VALUE));
    return this;
  }

  /** How many entries are asked for at once; by default 1,000. */
  public SyncBuilder pageSize(int entries) {
    pageSize = checkedPageSize(entries);
    return this;
  }

  /** How many entries are written at once, at most; by default 1,000. */
  public SyncBuilder batchSize(int entries) {
    batchSize = (int) inRange("batchSize", entries, 1, MAX_BATCH_SIZE);
    return this;
  }

  /** How many batches may be on their way to one side at a time; by default 4. */
  public SyncBuilder inFlight(int batches) {
    inFlight = (int) inRange("inFlight", batches, 1, MAX_IN_FLIGHT);
    return this;
  }

  /**
   * How many times a request is tried again, after growing pauses, when a store is unavailable or
   * an outcome unknown; by default 5, which bridges about three seconds.
   */
  public SyncBuilder retries(int count) {
    retries = checkedRetries(count);
    return this;
  }

  /** Where the time comes from, for expiry and stamps from the future; by default the system. */
  public SyncBuilder time(InstantSource newTime) {
    time = newTime;
    return this;
  }

  /** Is told what happens to each key that is not equal on both sides. */
  public SyncBuilder listener(SyncListener newListener) {
    listener = newListener;
    return this;
  }

  /** Is told how far the run is. */
  public SyncBuilder progress(ProgressListener newProgress) {
    progress = newProgress;
    return this;
  }

  /** Who reads ahead and writes; by default, threads of the run's own. It is not closed. */
  public SyncBuilder background(Background newBackground) {
    background = newBackground;
    return this;
  }

  /**
   * The sync.
   *
   * @throws IllegalArgumentException if it has to write to a store that accepts no writes
   */
  public Sync build() {
    if (execution == Execution.APPLY) {
      requireWritable("target", target);
      if (mode == Sync.Mode.TWO_WAY) {
        requireWritable("source", source);
      }
    }
    Settings settings =
        new Settings(
            mode,
            execution,
            filter,
            maxDeletes,
            pageSize,
            batchSize,
            inFlight,
            retries,
            time,
            listener,
            progress);
    return new Sync(source, target, settings, background);
  }

  private void requireWritable(String setting, Store store) {
    if (!store.capabilities().has(Capability.WRITE)) {
      throw new IllegalArgumentException(
          "%s '%s' accepts no writes, but mode %s writes to it"
              .formatted(setting, store.name(), mode));
    }
  }

  static void requireTwo(Store source, Store target) {
    if (source == target) {
      throw new IllegalArgumentException("source and target are one store: " + source.name());
    }
  }

  static int checkedPageSize(int entries) {
    return (int) inRange("pageSize", entries, 1, ListRequest.MAX_PAGE_SIZE);
  }

  static int checkedRetries(int count) {
    return (int) inRange("retries", count, 0, MAX_RETRIES);
  }

  private static long inRange(String setting, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, %d to %d are allowed".formatted(setting, value, min, max));
    }
    return value;
  }
}
