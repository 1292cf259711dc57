package dev.headwater.sync;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Compares two stores, entry by entry, and writes nothing. It calls them equal exactly when a
 * two-way {@link Sync} would copy nothing: values, expiries and tombstones are compared with their
 * stamps; a tombstone or expired value that only one side holds is a difference. Where the other
 * side forgets on its own, as caches do, an expired value that it lacks is none.
 *
 * <p>The stores may be written meanwhile: what differs is read once more on both sides before it is
 * counted.
 *
 * <p>Immutable and thread-safe. The stores are not closed.
 */
public final class Check {

  private final Store source;
  private final Store target;
  private final Settings settings;
  private final @Nullable Background background;

  private Check(Store source, Store target, Settings settings, @Nullable Background background) {
    this.source = source;
    this.target = target;
    this.settings = settings;
    this.background = background;
  }

  private record Settings(
      KeyFilter filter,
      int pageSize,
      int retries,
      InstantSource time,
      CheckListener listener,
      ProgressListener progress) {}

  /** Begins to describe a check of two stores. */
  public static Builder between(Store source, Store target) {
    return new Builder(source, target);
  }

  /**
   * Compares to the end of both stores. Blocks; must not be called on a thread that the executor
   * needs.
   *
   * @throws StoreException if a store could not be read any more, after retries
   */
  public CheckReport run() {
    if (background != null) {
      return run(background);
    }
    try (Background own = Background.daemon("check")) {
      return run(own);
    }
  }

  private CheckReport run(Background executing) {
    InstantSource time = settings.time();
    long startedMillis = time.millis();
    Pair pair = new Pair(source, target, executing, settings.retries());
    Findings findings = new Findings(settings.listener(), settings.progress());
    try (Differences differences = pair.march(settings.filter(), settings.pageSize())) {
      compare(differences, new Comparison(pair, time, findings), pair);
    }
    findings.tellProgress();
    return findings.report(pair, Math.max(0, time.millis() - startedMillis));
  }

  private static void compare(Differences differences, Comparison comparison, Pair pair) {
    try {
      for (Difference next = differences.next(); next != null; next = differences.next()) {
        comparison.add(next);
      }
      comparison.finish();
    } finally {
      pair.stop();
    }
  }

  /**
   * Describes a check. Every setting has a default; a bad one is an {@link
   * IllegalArgumentException} that names it. Used by one thread.
   */
  public static final class Builder {
    private final Store source;
    private final Store target;
    private KeyFilter filter = KeyFilter.all();
    private int pageSize = ListRequest.DEFAULT_PAGE_SIZE;
    private int retries = SyncBuilder.DEFAULT_RETRIES;
    private InstantSource time = SyncBuilder.SYSTEM_TIME;
    private CheckListener listener = finding -> {};
    private ProgressListener progress = now -> {};
    private @Nullable Background background;

    private Builder(Store source, Store target) {
      SyncBuilder.requireTwo(source, target);
      this.source = source;
      this.target = target;
    }

    /** Which keys are compared; by default all. */
    public Builder filter(KeyFilter newFilter) {
      filter = newFilter;
      return this;
    }

    /** How many entries are asked for at once; by default 1,000. */
    public Builder pageSize(int entries) {
      pageSize = SyncBuilder.checkedPageSize(entries);
      return this;
    }

    /** How many times a request is tried again; by default 5. */
    public Builder retries(int count) {
      retries = SyncBuilder.checkedRetries(count);
      return this;
    }

    /** Where the time comes from, for expiry and stamps from the future; by default the system. */
    public Builder time(InstantSource newTime) {
      time = newTime;
      return this;
    }

    /** Is told each key that is not equal. */
    public Builder listener(CheckListener newListener) {
      listener = newListener;
      return this;
    }

    /** Is told how far the check is. */
    public Builder progress(ProgressListener newProgress) {
      progress = newProgress;
      return this;
    }

    /** Who reads ahead; by default, threads of the check's own. It is not closed. */
    public Builder background(Background newBackground) {
      background = newBackground;
      return this;
    }

    /** The check. */
    public Check build() {
      Settings settings = new Settings(filter, pageSize, retries, time, listener, progress);
      return new Check(source, target, settings, background);
    }
  }
}
