package dev.headwater.cli;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.config.ChainFile;
import dev.headwater.cli.chain.Mishaps;
import dev.headwater.cli.chain.OpenChain;
import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.ProgressMeter;
import dev.headwater.store.Store;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.Stores;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** What one command works with. Used by one thread; closing it closes the stores it opened. */
public final class Session implements AutoCloseable {

  private final CommandEnvironment environment;
  private final Output output;
  private final boolean verbose;
  private final Optional<Duration> timeout;
  private final Ending ending;
  private final Deque<Store> opened = new ArrayDeque<>();
  private final Deque<OpenChain> chains = new ArrayDeque<>();

  Session(
      CommandEnvironment environment,
      Output output,
      boolean verbose,
      Optional<Duration> timeout,
      Ending ending) {
    this.environment = environment;
    this.ending = ending;
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

  /** The clock that stamps what is written to the store: a chain's own, or one of this process. */
  public HybridClock clock(Store store) {
    return store instanceof ChainStore chain
        ? chain.clock()
        : new HybridClock(HybridClock.randomOrigin(), time());
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
    return open(uri, file -> open(file, new Mishaps()).store());
  }

  /**
   * Opens the store of a URI to read it only; it is closed with this session. The outbox of a chain
   * may be in use by another process then.
   */
  public Store openToRead(String uri) {
    return open(uri, file -> kept(ChainStore.lookAt(file, environment.stores())));
  }

  private Store open(String uri, Function<ChainFile, Store> opener) {
    try {
      StoreUri parsed = StoreUri.parse(uri);
      return parsed.scheme().equals(ChainFile.SCHEME)
          ? opener.apply(chainFile(ChainFile.path(parsed)))
          : kept(Stores.open(parsed, environment.stores()));
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /** Opens the chain of a file; it is closed with this session, which takes its time for that. */
  public OpenChain open(ChainFile file, Mishaps mishaps) {
    try {
      OpenChain chain = OpenChain.open(file, environment.stores(), mishaps);
      kept(chain.store());
      chains.push(chain);
      ending.allow(chain.flushOnClose());
      return chain;
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /** What the file says. */
  public ChainFile chainFile(Path file) {
    try {
      return ChainFile.read(file, environment.stores().variables());
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /** What the file says of a chain whose outbox is in a file. */
  public ChainFile chainFileWithOutbox(Path path) {
    ChainFile file = chainFile(path);
    if (file.outbox().file().isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s names no [outbox] file: what is owed is in the memory of the process that owes it"
              .formatted(path));
    }
    return file;
  }

  /** What the action says, where an argument that it refuses is one of the user's. */
  public <T> T checked(Checked<T> action) throws InterruptedException {
    try {
      return action.get();
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /** Something that refuses wrong arguments. */
  public interface Checked<T> {
    T get() throws InterruptedException;
  }

  private Store kept(Store store) {
    opened.push(store);
    return store;
  }

  private static CommandException wrong(IllegalArgumentException e) {
    return new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
  }

  /** Signals to end interrupt this thread from now on, and the process ends as the command does. */
  public void endInOrder() {
    ending.inOrder();
  }

  /** Closes the chains, which deliver what they owe, and tells what they can't deliver. */
  ExitCode settle() {
    ExitCode code = ExitCode.OK;
    while (!chains.isEmpty()) {
      OpenChain chain = chains.pop();
      opened.remove(chain.store());
      code = chain.settle(output).worse(code);
    }
    return code;
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
