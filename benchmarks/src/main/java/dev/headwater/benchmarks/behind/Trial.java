package dev.headwater.benchmarks.behind;

import dev.headwater.benchmarks.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One contestant in a fresh directory, with its Redis server if it needs one. */
final class Trial implements AutoCloseable {

  static final int ENOUGH = 20_000;
  private static final Duration POLL = Duration.ofMillis(200);

  private final Contestant contestant;
  private final Path directory;
  private final @Nullable RedisServer redis;

  private Trial(Contestant contestant, Path directory, @Nullable RedisServer redis) {
    this.contestant = contestant;
    this.directory = directory;
    this.redis = redis;
  }

  /** Where the directories are made. */
  static Path parent() {
    return Path.of(System.getProperty("headwater.dir", System.getProperty("java.io.tmpdir")));
  }

  static Trial of(Contestant contestant) throws Exception {
    Path directory = Files.createTempDirectory(parent(), "write-behind");
    RedisServer.AppendOnly appendOnly = contestant.redis();
    return new Trial(
        contestant,
        directory,
        appendOnly == null ? null : RedisServer.start(directory, appendOnly));
  }

  /** Puts as fast as it can. */
  Load.Result load(int writers, Duration warmUp, Duration measured) throws Exception {
    try (ChildProcess child =
        start(Child.Mode.LOAD, writers, warmUp.toMillis(), measured.toMillis())) {
      String result = child.line();
      if (result == null) {
        throw new IOException(contestant.name() + " ended early; its errors end so:\n" + errors());
      }
      return Load.Result.parse(result);
    }
  }

  /** What is killed. */
  enum Victim {
    PROCESS,
    PROCESS_AND_REDIS
  }

  /** Kills it while it writes, starts it again, and waits until nothing more is delivered. */
  Fates kill(Victim victim, Duration quiet) throws Exception {
    List<Operation> acknowledged = new ArrayList<>();
    try (ChildProcess child = start(Child.Mode.WRITE)) {
      for (String line = child.line(); line != null; line = child.line()) {
        if (!line.equals(Acknowledgements.REFUSED)) {
          acknowledged.add(Operation.parse(line));
        }
        if (acknowledged.size() == ENOUGH) {
          child.kill(); // its last words are still read
        }
      }
    }
    if (redis != null && victim == Victim.PROCESS_AND_REDIS) {
      redis.killAndRestart();
    }
    try (ChildProcess child = start(Child.Mode.DELIVER)) {
      return fates(acknowledged, quiet);
    }
  }

  /**
   * What an outage did.
   *
   * @param writes how many writes were acknowledged
   * @param refused how many were not
   * @param fates what became of the keys
   */
  record Outage(int writes, int refused, Fates fates) {}

  /** Lets the remote go down while it writes, and waits until nothing more is delivered. */
  Outage outage(Duration quiet) throws Exception {
    List<Operation> acknowledged = new ArrayList<>();
    int refused = 0;
    try (ChildProcess child = start(Child.Mode.OUTAGE)) {
      String line = child.line();
      while (line != null && !line.equals(OutageWrites.DONE)) {
        if (line.equals(Acknowledgements.REFUSED)) {
          refused++;
        } else {
          acknowledged.add(Operation.parse(line));
        }
        line = child.line();
      }
      return new Outage(acknowledged.size(), refused, fates(acknowledged, quiet));
    }
  }

  /* What counts is what the remote holds once all is there, or nothing has come for some time. */
  private Fates fates(List<Operation> acknowledged, Duration quiet)
      throws IOException, InterruptedException {
    long size = -1;
    long since = System.nanoTime();
    while (true) {
      List<Operation> delivered = Sink.read(directory.resolve(Child.SINK_FILE));
      Fates fates = Fates.of(acknowledged, delivered);
      if (delivered.size() != size) {
        size = delivered.size();
        since = System.nanoTime();
      } else if (fates.delivered() == fates.keys() || System.nanoTime() - since > quiet.toNanos()) {
        return fates;
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private ChildProcess start(Child.Mode mode, long... numbers) throws IOException {
    int port = redis == null ? 0 : redis.port();
    return ChildProcess.start(mode, contestant.kind(), new Kind.Place(directory, port), numbers);
  }

  private String errors() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("errors.log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (redis != null) {
      redis.close();
    }
    Directories.delete(directory);
  }
}
