package dev.headwater.store.github.commits;

import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Backoff;
import dev.headwater.store.background.Ticker;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Counts the commits that GitHub refused in a row. After so many that the culprit would have been
 * found among ten thousand, it is the repository that takes nothing, and it is asked again only now
 * and then. Used by one thread at a time.
 */
final class Refusals {

  /** Refused in a row while one entry of ten thousand is looked for by halves, and a few more. */
  static final int MOST_IN_A_ROW = 18;

  private static final Backoff PAUSE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final Ticker ticker;
  private final RandomGenerator random;
  private int inARow;
  private long notBeforeNanos;
  private @Nullable RejectedException last;

  Refusals(Ticker ticker, RandomGenerator random) {
    this.ticker = ticker;
    this.random = random;
  }

  /** GitHub took a commit. */
  void accepted() {
    inARow = 0;
    last = null;
  }

  /** GitHub refused a commit. */
  void refused(RejectedException why) {
    inARow++;
    last = why;
    if (inARow >= MOST_IN_A_ROW) {
      Duration pause = PAUSE.after(inARow - MOST_IN_A_ROW + 1, random);
      notBeforeNanos = ticker.nanos() + pause.toNanos();
    }
  }

  /**
   * Whether GitHub is to be asked.
   *
   * @throws StoreUnavailableException if not
   */
  void require(Subject subject) {
    RejectedException why = last;
    if (why != null && inARow >= MOST_IN_A_ROW && ticker.nanos() - notBeforeNanos < 0) {
      throw new StoreUnavailableException(
          subject,
          "GitHub refused %d commits in a row, and is asked again in a while: %s"
              .formatted(inARow, why.getMessage()),
          why);
    }
  }
}
