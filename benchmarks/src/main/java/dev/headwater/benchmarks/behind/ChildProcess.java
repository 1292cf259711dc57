package dev.headwater.benchmarks.behind;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that runs {@link Child}, as its parent sees it. */
final class ChildProcess implements AutoCloseable {

  private static final int END_SECONDS = 20;
  private static final int LONGEST_LIFE_SECONDS = 300;

  private final Process process;
  private final BufferedReader output;

  private ChildProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  static ChildProcess start(Child.Mode mode, Kind kind, Kind.Place place, long... numbers)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            mode.name(),
            kind.name(),
            place.directory().toString(),
            Integer.toString(place.redisPort())));
    for (long number : numbers) {
      command.add(Long.toString(number));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectError(place.directory().resolve("errors.log").toFile())
            .start();
    CompletableFuture.delayedExecutor(LONGEST_LIFE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly); // one that hangs shall not stop the others
    return new ChildProcess(process);
  }

  /** The next line that it prints, or {@code null} if it has ended. */
  @Nullable String line() throws IOException {
    return output.readLine();
  }

  /** Kills it with {@code SIGKILL}; what it printed before can still be read. */
  void kill() {
    process.toHandle().destroyForcibly(); // the process's own would close what it printed
  }

  /** Ends its input and kills it if it does not end in time. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      kill();
      process.waitFor();
    }
    output.close();
  }
}
