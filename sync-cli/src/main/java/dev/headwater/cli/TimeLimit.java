package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Amounts;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends what takes too long by interrupting its thread. */
final class TimeLimit {

  private TimeLimit() {}

  /** Does the action; what is not done after the limit is interrupted, and fails. */
  static <T> T on(Duration limit, Callable<T> action) throws Exception {
    Thread thread = Thread.currentThread();
    AtomicBoolean reached = new AtomicBoolean();
    try (Timer timer = Timer.daemon("headwater-timeout")) {
      timer.schedule(
          limit,
          () -> {
            reached.set(true);
            thread.interrupt();
          });
      return action.call();
    } catch (Exception e) {
      if (!reached.get()) {
        throw e;
      }
      Thread.interrupted(); // the flag is ours, and has done its work
      throw new CommandException(
          ExitCode.UNAVAILABLE,
          "not done after %s, as --timeout allows: %s"
              .formatted(Amounts.duration(limit), e.getMessage()),
          e);
    }
  }
}
