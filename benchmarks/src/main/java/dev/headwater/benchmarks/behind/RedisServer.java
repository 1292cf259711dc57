package dev.headwater.benchmarks.behind;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code redis-server} of our own on loopback; its data stays when it is killed. */
final class RedisServer implements AutoCloseable {

  private static final String PROGRAM = "redis-server";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** When Redis writes down what it was told. */
  enum AppendOnly {
    NO("appendonly no"),
    EVERY_SECOND("appendonly yes --appendfsync everysec"),
    ALWAYS("appendonly yes --appendfsync always");

    private final String option;

    AppendOnly(String option) {
      this.option = option;
    }

    private List<String> arguments() {
      return Arrays.asList(("--" + option).split(" ", -1));
    }

    @Override
    public String toString() {
      return option.replace("appendonly yes --", "");
    }
  }

  private final ProcessBuilder command;
  private final int port;
  private Process process;

  private RedisServer(ProcessBuilder command, int port) throws IOException {
    this.command = command;
    this.port = port;
    this.process = command.start();
  }

  /** Whether there is such a program on the {@code PATH}. */
  static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, PROGRAM)));
  }

  static String version() throws IOException, InterruptedException {
    Process asked = new ProcessBuilder(PROGRAM, "--version").start();
    try (InputStream output = asked.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor();
      return text.replaceFirst("(?s).*v=(\\S+).*", "Redis $1");
    }
  }

  /** Returns when the server answers. */
  static RedisServer start(Path directory, AppendOnly appendOnly) throws Exception {
    int port = freePort();
    ProcessBuilder command =
        new ProcessBuilder(
            PROGRAM, "--bind", "127.0.0.1", "--port", "" + port, "--save", "", "--dir", ".");
    command.command().addAll(appendOnly.arguments());
    command
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("redis.log").toFile());
    RedisServer server = new RedisServer(command, port);
    try {
      server.awaitAnswer();
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Kills the server with {@code SIGKILL} and starts it again with the same data. */
  void killAndRestart() throws Exception {
    close();
    process = command.start();
    awaitAnswer();
  }

  private void awaitAnswer() throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException(
            "redis-server did not start; its log is in " + command.directory() + "/redis.log");
      }
      Thread.sleep(20);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) DEADLINE.toMillis());
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+'; // an error until its data is loaded
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }
}
