package dev.headwater.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One insecure {@code cockroach} process on loopback with its store in a temporary directory. */
final class LocalCockroach implements SqlNode {
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);

  private final Path program;
  private final int port;
  private final ServerDirectory directory;
  private final Path listening;
  private ServerProcess process;

  private LocalCockroach(Path program, int port, ServerDirectory directory) {
    this.program = program;
    this.port = port;
    this.directory = directory;
    this.listening = directory.path().resolve("listening-url");
    this.process = launch();
  }

  /** Starts the process and returns when it answers; on failure nothing remains. */
  static LocalCockroach start(Path program) {
    ServerDirectory directory = ServerDirectory.create("cockroach");
    try {
      return new LocalCockroach(program, Ports.free(), directory);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** The node writes its URL into the file as soon as it takes SQL. */
  private ServerProcess launch() {
    try {
      Files.deleteIfExists(listening);
    } catch (IOException e) {
      throw new ServerFailedException("Could not delete " + listening, e);
    }
    ServerProcess started =
        directory.start(
            "cockroach",
            List.of(
                program.toString(),
                "start-single-node",
                "--insecure",
                "--store=path=" + directory.path().resolve("store"),
                "--listen-addr=127.0.0.1:" + port,
                "--http-addr=127.0.0.1:0",
                "--listening-url-file=" + listening));
    Await.reached(START_DEADLINE, () -> !started.isAlive() || Files.exists(listening));
    if (!started.isAlive() || !Files.exists(listening)) {
      throw new ServerFailedException(
          program + " did not start; its log ends so:\n" + started.logTail());
    }
    return started;
  }

  @Override
  public SqlAddress address() {
    SqlAddress address = SqlAddress.local(SqlServer.Kind.COCKROACH, port, "defaultdb", "root");
    return address.withQuery("sslmode=disable");
  }

  @Override
  public String origin() {
    return "from the PATH";
  }

  @Override
  public synchronized void kill() {
    process.close();
  }

  @Override
  public synchronized void restart() {
    process.close();
    process = launch();
  }

  @Override
  public void close() {
    directory.close();
  }
}
