package dev.headwater.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.cli.CommandEnvironment;
import dev.headwater.cli.Main;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Terminal;
import dev.headwater.it.Servers;
import dev.headwater.store.spi.StoreEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this process, with the passwords of the tests' servers in the environment. */
final class Cli {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Cli() {}

  static Result run(String... args) {
    return run(Map.of(), args);
  }

  /** With more environment variables. */
  static Result run(Map<String, String> more, String... args) {
    Map<String, String> variables = new HashMap<>(Servers.variables());
    variables.putAll(more);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new CommandEnvironment(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE,
                new StoreEnvironment(InstantSource.system(), variables)));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What a command came to. */
  record Result(int code, String out, String err) {

    /** Fails unless the command ended so. */
    Result ended(ExitCode expected) {
      assertThat(code).as("exit code; out: %s; err: %s", out, err).isEqualTo(expected.number());
      return this;
    }

    /** Fails unless standard error is one line that begins so and has these parts. */
    Result withOneLine(String... parts) {
      assertThat(err).startsWith("headwater: ").contains(parts).doesNotContain("Exception:");
      assertThat(err.lines()).hasSize(1);
      return this;
    }

    List<String> lines() {
      return out.lines().toList();
    }

    /** The last object of JSON output. */
    JsonNode summary() {
      return object(lines().get(lines().size() - 1));
    }

    static JsonNode object(String line) {
      try {
        return JSON.readTree(line);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + line, e);
      }
    }
  }
}
