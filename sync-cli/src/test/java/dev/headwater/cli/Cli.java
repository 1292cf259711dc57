package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Terminal;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs commands in this process, on streams in memory. */
final class Cli {

  private static final ObjectMapper JSON = new ObjectMapper();

  final ManualClock clock = new ManualClock();
  private byte[] input = new byte[0];
  private Map<String, String> variables = Map.of();

  /** What the next commands read as standard input. */
  Cli input(byte[] newInput) {
    input = newInput;
    return this;
  }

  /** What the next commands find in their environment. */
  Cli variables(Map<String, String> newVariables) {
    variables = newVariables;
    return this;
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run(out, out, args);
  }

  /** With another standard output. */
  Result run(OutputStream to, ByteArrayOutputStream read, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandEnvironment environment =
        new CommandEnvironment(
            new ByteArrayInputStream(input),
            to,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.NONE,
            new StoreEnvironment(clock, variables));
    int code = Main.run(args, environment);
    return new Result(code, read.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  /** What a command came to. */
  @SuppressWarnings("ArrayRecordComponent") // results are never compared
  record Result(int code, byte[] bytes, String err) {
    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> lines() {
      return out().lines().toList();
    }

    /** Fails unless the command ended so. */
    Result ended(ExitCode expected) {
      assertThat(code).as("exit code; out: %s; err: %s", out(), err).isEqualTo(expected.number());
      return this;
    }

    /** Fails unless standard error is one line, which begins with {@code headwater:}. */
    Result withOneLine(String... parts) {
      assertThat(err).startsWith("headwater: ").endsWith("\n").contains(parts);
      assertThat(err.lines()).hasSize(1);
      assertThat(err).doesNotContain("Exception", "\tat ");
      return this;
    }

    /** Fails unless standard output has these parts. */
    Result contains(String... parts) {
      assertThat(out()).contains(parts);
      return this;
    }

    /** The objects, one per line. */
    List<JsonNode> json() {
      return lines().stream().map(Result::parsed).toList();
    }

    /** The last object, which is the summary. */
    JsonNode summary() {
      JsonNode last = json().get(json().size() - 1);
      assertThat(last.get("type").asText()).isEqualTo("summary");
      return last;
    }

    private static JsonNode parsed(String line) {
      try {
        return JSON.readTree(line);
      } catch (IOException e) {
        throw new UncheckedIOException(line, e);
      }
    }
  }
}
