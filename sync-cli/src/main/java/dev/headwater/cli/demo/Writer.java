package dev.headwater.cli.demo;

import dev.headwater.cli.output.Output;
import dev.headwater.store.Key;
import dev.headwater.store.spi.StoreEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Writes to an {@link OfflineChain} in a process of its own, and then waits to be killed. */
public final class Writer {

  /** The hidden command that runs it. */
  public static final String COMMAND = "demo-writer";

  static final String DONE = "acknowledged";

  private final StoreEnvironment environment;
  private final Output output;

  public Writer(StoreEnvironment environment, Output output) {
    this.environment = environment;
    this.output = output;
  }

  static Key key(int number) {
    return Key.of("headwater-demo/written-without-a-network-%04d".formatted(number));
  }

  static String value(int number) {
    return "number " + number;
  }

  /** Writes so many keys, says that all are acknowledged, and waits for the end of the input. */
  public void write(Path directory, String sqlUri, int count, InputStream input)
      throws IOException {
    try (OfflineChain offline = OfflineChain.open(directory, sqlUri, environment)) {
      for (int i = 0; i < count; i++) {
        offline.view().put(key(i), value(i));
      }
      output.printText(DONE);
      output.flush();
      while (input.read() >= 0) {} // until the process that started this one is done
    }
  }
}
