package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.ProgressMeter;
import dev.headwater.store.Store;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What one command works with. Used by one thread; closing it closes the stores it opened. */
public final class Session implements AutoCloseable {

  private final CommandEnvironment environment;
  private final Output output;
  private final boolean verbose;
  private final Optional<Duration> timeout;
  private final Deque<Store> opened = new ArrayDeque<>();

  Session(
      CommandEnvironment environment, Output output, boolean verbose, Optional<Duration> timeout) {
    this.environment = environment;
    this.output = output;
    this.verbose = verbose;
    this.timeout = timeout;
  }

  public Output output() {
    return output;
  }

  /** Standard input. */
  public InputStream input() {
    return environment.in();
  }

  /** The world as stores see it. */
  public StoreEnvironment stores() {
    return environment.stores();
  }

  public InstantSource time() {
    return environment.stores().time();
  }

  /** A clock of this process alone, which stamps what it writes. */
  public HybridClock clock() {
    return new HybridClock(HybridClock.randomOrigin(), time());
  }

  /** Whether to tell of each key. */
  public boolean isVerbose() {
    return verbose;
  }

  /** Whether colours are wanted. */
  public boolean isColoured() {
    return environment.terminal().coloured();
  }

  /** Opens the store of a URI; it is closed with this session. */
  public Store open(String uri) {
    Store store = opened(uri);
    opened.push(store);
    return store;
  }

  private Store opened(String uri) {
    try {
      return Stores.open(uri, environment.stores());
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** A bar for people who watch; -1 steps where nobody knows how many there are. */
  public ProgressMeter progress(String task, String unit, long total) {
    return environment.terminal().errIsTerminal() && !output.isJson()
        ? ProgressMeter.on(environment.err(), task, unit, total)
        : ProgressMeter.none();
  }

  /** Does the action within the time that the user allows. */
  <T> T limited(Callable<T> action) throws Exception {
    return timeout.isPresent() ? TimeLimit.on(timeout.get(), action) : action.call();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
