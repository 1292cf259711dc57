package dev.headwater.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL, from the programs that Maven Central has, on loopback with its data in a
 * temporary directory.
 *
 * <p>Unlike what the library does by itself, {@code fsync} stays on, so that a commit costs what it
 * costs elsewhere, and there is no Unix socket, which would be a file outside that directory.
 */
final class LocalPostgres implements SqlNode {
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);
  private static final Duration END_DEADLINE = Duration.ofSeconds(10);
  private static final int TAIL_BYTES = 4000;

  /** The unpacked programs, about 60 MB, shared by all servers of this JVM and deleted with it. */
  private static @Nullable ServerDirectory programs;

  private final int port = Ports.free();
  private final ServerDirectory directory;
  private final Path log;
  private @Nullable EmbeddedPostgres server;

  private LocalPostgres(ServerDirectory directory) {
    this.directory = directory;
    this.log = directory.path().resolve("postgresql.log");
  }

  /** Starts the server and returns when it answers; on failure nothing remains. */
  static LocalPostgres start() {
    ServerDirectory directory = ServerDirectory.create("postgresql");
    try {
      LocalPostgres postgres = new LocalPostgres(directory);
      directory.closeFirst(postgres::kill);
      postgres.restart();
      return postgres;
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  @Override
  public SqlAddress address() {
    return SqlAddress.local(SqlServer.Kind.POSTGRESQL, port, "postgres", "postgres");
  }

  @Override
  public String origin() {
    return "with the programs from Maven Central";
  }

  /**
   * Ends the server at once, as {@code pg_ctl stop -m immediate} does: no checkpoint, so the next
   * start recovers from the log.
   */
  @Override
  public synchronized void kill() {
    EmbeddedPostgres running = server;
    if (running == null) {
      return;
    }
    server = null;
    try {
      end(running.getProcess());
      running.close();
    } catch (IOException e) {
      throw new ServerFailedException("Could not close PostgreSQL on port " + port, e);
    }
  }

  private static void end(Process process) {
    if (process.isAlive()) {
      Programs.run(END_DEADLINE, "kill", "-QUIT", Long.toString(process.pid()));
    }
    try {
      if (!process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  @Override
  public synchronized void restart() {
    kill();
    File unpacked = programs().toFile(); // before builder(), which reads the property
    try {
      server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(unpacked)
              .setDataDirectory(directory.path().resolve("data"))
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port)
              .setPGStartupWait(START_DEADLINE)
              .setServerConfig("fsync", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "")
              .setOutputRedirector(Redirect.appendTo(log.toFile()))
              .setErrorRedirector(Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException | IllegalStateException | ExceptionInInitializerError e) {
      // the error is what the library throws when it can't unpack the programs
      throw new ServerFailedException("PostgreSQL did not start; its log ends so:\n" + tail(), e);
    }
  }

  private static synchronized Path programs() {
    ServerDirectory directory = programs;
    if (directory == null) {
      directory = ServerDirectory.create("postgresql-programs");
      programs = directory;
      // Only this keeps the library from making a directory of its own under a guessable name.
      System.setProperty("ot.epg.working-dir", directory.path().toString());
    }
    return directory.path();
  }

  private String tail() {
    try {
      String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - TAIL_BYTES));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
