package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Amounts;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Writes in a process that SQL can't be reached from, kills it with {@code kill -9}, and lets
 * another one on the same disk go on where it stopped.
 */
final class PullThePlugStep implements Step {

  private static final int WRITES = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NOWHERE = "127.0.0.1:1"; // where nobody listens

  @Override
  public String title() {
    return "pull the plug, kill -9, go on";
  }

  @Override
  public Outcome run(Stage stage) {
    try {
      Path directory = Files.createTempDirectory("headwater-demo");
      try {
        return run(stage, directory);
      } finally {
        TemporaryFiles.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the offline chain's files can't be kept", e);
    }
  }

  private static Outcome run(Stage stage, Path directory) {
    Servers servers = stage.servers();
    String unplugged = servers.sqlUriAt(NOWHERE);
    Duration writing =
        stage.timed(
            () -> {
              try (ChildProcess writer =
                  ChildProcess.start(
                      servers,
                      Writer.COMMAND,
                      directory.toString(),
                      unplugged,
                      String.valueOf(WRITES))) {
                writer.expect(Writer.DONE);
                writer.kill();
              }
            });
    try (OfflineChain offline = OfflineChain.open(directory, unplugged, servers.environment())) {
      requireAll(offline);
    }
    Duration delivering = stage.timed(() -> deliver(stage, directory));
    return Outcome.passed(
        "disk, sql",
        "%d writes kept".formatted(WRITES),
        "a second process wrote to its disk while sql could not be reached, and was killed with"
            + " kill -9 in the middle of its deliveries, after %s"
                .formatted(Amounts.duration(writing)),
        "started again on the same disk, still without sql: all %d are read".formatted(WRITES),
        "with sql back: all delivered in %s, with their own stamps"
            .formatted(Amounts.duration(delivering)));
  }

  private static void deliver(Stage stage, Path directory) {
    Servers servers = stage.servers();
    try (OfflineChain offline =
        OfflineChain.open(directory, servers.uris().sql(), servers.environment())) {
      require(
          offline.chain().outbox().flush(PATIENCE),
          "sql has not got all writes after %d s",
          PATIENCE.toSeconds());
      ReadBatch inSql = stage.layers().sql().readAll(keys());
      for (Key key : keys()) {
        Entry here = offline.chain().read(key);
        require(Objects.equals(here, inSql.entries().get(key)), "sql does not hold '%s'", key);
      }
    }
  }

  private static void requireAll(OfflineChain offline) {
    for (int i = 0; i < WRITES; i++) {
      require(
          Writer.value(i).equals(offline.view().get(Writer.key(i))),
          "the write of '%s' was acknowledged and is lost",
          Writer.key(i));
    }
  }

  private static List<Key> keys() {
    return IntStream.range(0, WRITES).mapToObj(Writer::key).toList();
  }
}
