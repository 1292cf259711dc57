package dev.headwater.cli.chain;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.outbox.LayerStatus;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Output;
import dev.headwater.store.spi.StoreEnvironment;
import java.time.Duration;

/**
 * A chain that a command has opened to write. A command is short-lived, so what the chain owes to
 * its layers when the command is done is delivered, or else told.
 */
public final class OpenChain {

  private final ChainFile file;
  private final Mishaps mishaps;
  private final ChainStore store;

  private OpenChain(ChainFile file, Mishaps mishaps, ChainStore store) {
    this.file = file;
    this.mishaps = mishaps;
    this.store = store;
  }

  /**
   * Opens the chain of a file.
   *
   * @throws IllegalArgumentException if the file describes no chain
   * @throws dev.headwater.store.StoreException if another process has its outbox
   */
  public static OpenChain open(ChainFile file, StoreEnvironment environment, Mishaps mishaps) {
    return new OpenChain(file, mishaps, ChainStore.fromConfig(file, environment, mishaps));
  }

  public ChainStore store() {
    return store;
  }

  public ChainFile file() {
    return file;
  }

  /** How long closing may wait for layers. */
  public Duration flushOnClose() {
    return file.outbox().flushOnClose().orElse(OutboxConfig.inMemory().flushOnClose());
  }

  /** Closes the chain, which delivers what it can, and tells what it could not. */
  public ExitCode settle(Output output) {
    store.close();
    ExitCode code = ExitCode.OK;
    for (String line : mishaps.lines()) {
      output.warn(line);
      code = ExitCode.DIFFERENT;
    }
    for (LayerStatus layer : store.outbox().status()) {
      code = settle(layer, output).worse(code);
    }
    return code;
  }

  private ExitCode settle(LayerStatus layer, Output output) {
    int lost = mishaps.lost().getOrDefault(layer.layer(), 0);
    if (lost > 0) {
      return lost(layer, lost, output);
    }
    if (layer.entries() > 0 && file.outbox().file().isPresent()) {
      output.warn(
          "%s for '%s' %s in the outbox%s; 'headwater run %s' delivers what waits"
              .formatted(
                  writes(layer.entries()),
                  layer.layer(),
                  layer.entries() == 1 ? "waits" : "wait",
                  why(layer),
                  file.path()));
    }
    return ExitCode.OK;
  }

  private ExitCode lost(LayerStatus layer, int lost, Output output) {
    boolean cache =
        file.layers().stream()
            .anyMatch(one -> one.name().equals(layer.layer()) && one.role().equals("cache"));
    output.warn(
        "%s for '%s' %s lost, since %s names no [outbox] file%s%s"
            .formatted(
                writes(lost),
                layer.layer(),
                lost == 1 ? "is" : "are",
                file.path(),
                why(layer),
                cache ? "; it may serve older copies until it is written again" : ""));
    return cache ? ExitCode.DIFFERENT : ExitCode.UNAVAILABLE;
  }

  private static String writes(int count) {
    return Amounts.count(count, "write", "writes");
  }

  private static String why(LayerStatus layer) {
    return layer.lastError().map(error -> " (" + error.getMessage() + ")").orElse("");
  }
}
