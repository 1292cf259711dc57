package dev.headwater.cli.output;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** Shows people how far a job is, if they watch. Used by one thread; close it. */
public final class ProgressMeter implements AutoCloseable {

  private static final int COLUMNS = 78;
  private static final int INTERVAL_MILLIS = 200;

  private final @Nullable ProgressBar bar;

  private ProgressMeter(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** Shows nothing. */
  public static ProgressMeter none() {
    return new ProgressMeter(null);
  }

  /**
   * A bar on the stream, or a count of the steps.
   *
   * @param total how many steps there are; -1 if nobody knows
   */
  public static ProgressMeter on(PrintStream stream, String task, String unit, long total) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(" " + unit, 1)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(stream, COLUMNS))
            .clearDisplayOnFinish();
    if (total < 0) {
      bar.setRenderer((state, columns) -> counted(task, state, unit));
    }
    return new ProgressMeter(bar.build());
  }

  /* Never shorter than before, so that nothing of the last one is left to see. */
  private static String counted(String task, ProgressState state, String unit) {
    return "%s  %d s  %s %s"
        .formatted(
            task,
            state.getElapsedAfterStart().toSeconds(),
            Amounts.count(state.getCurrent()),
            unit);
  }

  /** So many steps are done, all in all. */
  public void reached(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
