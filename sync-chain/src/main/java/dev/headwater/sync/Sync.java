package dev.headwater.sync;

import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.sync.SyncReport.Execution;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles two stores: what is newer on one side is merged into the other, tombstones included,
 * with its own stamp.
 *
 * <pre>{@code
 * SyncReport report = Sync.between(etcd, postgres).mode(Sync.Mode.TWO_WAY).build().run();
 * }</pre>
 *
 * <p>What a run guarantees:
 *
 * <ul>
 *   <li>It may be interrupted at any point and run again, run twice at once, and run between any
 *       stores in any topology: the outcome is the same. A run that finds nothing newer writes
 *       nothing.
 *   <li>Tombstones are carried to where nothing is held, too, since they keep older values from
 *       coming back; and so are expired values, which still supersede older ones.
 *   <li>Absence is never a delete. An empty or wrong source removes nothing.
 *   <li>A record that can't or must not be copied is {@linkplain HeldRecord held} and reported, and
 *       does not stop the others.
 *   <li>Memory is bounded, whatever the stores hold: four pages, and the batches on their way.
 *   <li>Writes made by others during the run are safe; this run or the next one copies them.
 * </ul>
 *
 * <p>Immutable and thread-safe; each run stands alone. The stores are not closed.
 */
public final class Sync {

  private final Store source;
  private final Store target;
  private final Settings settings;
  private final @Nullable Background background;

  Sync(Store source, Store target, Settings settings, @Nullable Background background) {
    this.source = source;
    this.target = target;
    this.settings = settings;
    this.background = background;
  }

  /** Which way entries are copied. */
  public enum Mode {
    /**
     * From the source to the target. What the target alone holds, or holds newer, is kept: it is
     * reported, neither removed nor overwritten.
     */
    MIRROR,
    /** Both ways: afterwards both sides hold the newest entry of every key. */
    TWO_WAY
  }

  /** Begins to describe a sync between two stores. */
  public static SyncBuilder between(Store source, Store target) {
    return new SyncBuilder(source, target);
  }

  /**
   * Runs to the end of both stores. Blocks; must not be called on a thread that the executor needs.
   *
   * @throws StoreException if a store could not be read or written any more, after retries; what
   *     was copied until then is copied, and the next run does the rest. With a limit on deletes,
   *     {@link dev.headwater.store.RejectedException} before anything is written.
   */
  public SyncReport run() {
    return attempt().orThrow();
  }

  /**
   * Runs like {@link #run}, but reports a failure in the report's {@linkplain SyncReport#ending
   * ending}, beside what was done until then, instead of throwing it.
   */
  public SyncReport attempt() {
    if (background != null) {
      return attempt(background);
    }
    try (Background own = Background.daemon("sync")) {
      return attempt(own);
    }
  }

  private SyncReport attempt(Background executing) {
    long startedMillis = settings.time().millis();
    Pair pair = new Pair(source, target, executing, settings.retries());
    if (settings.execution() == Execution.APPLY && settings.maxDeletes().isPresent()) {
      Ending rehearsed = Pass.rehearse(pair, settings, Tally.silent());
      if (rehearsed != Ending.Completed.COMPLETED) {
        return report(Tally.silent(), pair, startedMillis, rehearsed);
      }
    }
    Tally tally = new Tally(settings.listener(), settings.progress());
    Ending ending =
        settings.execution() == Execution.APPLY
            ? Pass.apply(pair, settings, tally)
            : Pass.rehearse(pair, settings, tally);
    return report(tally, pair, startedMillis, ending);
  }

  private SyncReport report(Tally tally, Pair pair, long startedMillis, Ending ending) {
    long millis = Math.max(0, settings.time().millis() - startedMillis);
    return tally.report(settings.execution(), pair, millis, ending);
  }
}
