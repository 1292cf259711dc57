package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The signals that ask a process to end: Ctrl-C and {@code kill}. Java itself lets a process only
 * clean up after them, and ends it with a code of its own; {@code sun.misc.Signal} of the module
 * jdk.unsupported lets it go on. Where that is missing, they do what they always do.
 */
final class EndSignals {

  private static final List<String> NAMES = List.of("INT", "TERM");

  private EndSignals() {}

  /** Lets the first signal interrupt this thread; a second one ends the process at once. */
  static void interrupt(Thread thread) {
    AtomicBoolean asked = new AtomicBoolean();
    Runnable handler =
        () -> {
          if (!asked.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
          }
          thread.interrupt();
        };
    NAMES.forEach(name -> handle(name, handler));
  }

  /* By name, since the compiler warns of that module's classes. */
  private static void handle(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              EndSignals.class.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                handler.run();
                return null;
              });
      signal
          .getMethod("handle", signal, type)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // The signal ends the process as it does by default, and the command is interrupted then.
    }
  }
}
