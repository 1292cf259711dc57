package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.testkit.Entries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said when a store fails, and how the command ends. */
class FailuresTest {

  private static final Map<Reason, ExitCode> REJECTIONS =
      Map.of(
          Reason.LIMIT, ExitCode.REFUSED,
          Reason.FULL, ExitCode.REFUSED,
          Reason.CLOCK, ExitCode.REFUSED,
          Reason.PERMISSION, ExitCode.UNAVAILABLE,
          Reason.CONFIGURATION, ExitCode.UNAVAILABLE,
          Reason.UNSUPPORTED, ExitCode.USAGE);

  private final Cli cli = new Cli();

  static Stream<Arguments> errors() {
    return Stream.of(
        error(ExitCode.UNAVAILABLE, s -> new StoreUnavailableException(s, "it is away")),
        error(ExitCode.UNAVAILABLE, s -> new OutcomeUnknownException(s, "it is away")),
        error(ExitCode.DIFFERENT, s -> new CorruptEntryException(s, "it is away")));
  }

  private static Arguments error(ExitCode code, Function<Subject, StoreException> error) {
    return Arguments.of(code, error);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorOfTheStoreIsOneLine(ExitCode code, Function<Subject, StoreException> error) {
    TestStores.refuse("failures", error);

    cli.run("get", "test:failures", "k")
        .ended(code)
        .withOneLine("headwater: test:failures: read of 'k': it is away");
    cli.run("put", "test:failures", "k", "v").ended(code).withOneLine("it is away");
    cli.run("rm", "test:failures", "k").ended(code).withOneLine("it is away");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aRejectionEndsByItsReason(Reason reason) {
    TestStores.refuse("rejections", s -> new RejectedException(s, reason, "no"));

    cli.run("put", "test:rejections", "k", "v")
        .ended(REJECTIONS.get(reason))
        .withOneLine("'k'", "no");
    cli.run("ls", "test:rejections").ended(REJECTIONS.get(reason)).withOneLine("no");
  }

  @Test
  void controlCharactersOfAMessageDoNotReachTheTerminal() {
    TestStores.refuse(
        "controls", s -> new StoreUnavailableException(s, "first\n\tsecond\u001b[31m\u202e"));

    cli.run("get", "test:controls", "a\u0007b")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("'a\\x07b'", "first; second\\x1b[31m\\u202e");
  }

  @Test
  void aBugIsCalledABug() {
    TestStores.wrap(
        "bug",
        store -> {
          throw new IllegalStateException("something is odd");
        });

    cli.run("get", "test:bug", "k").ended(ExitCode.INTERNAL);
    assertThat(cli.run("get", "test:bug", "k").err())
        .startsWith("headwater: internal error, which is a bug: ")
        .contains("something is odd", "--debug")
        .hasLineCount(1);
    assertThat(cli.run("get", "test:bug", "k", "--debug").err()).contains("\tat dev.headwater");
  }

  @Test
  void jsonEndsWithASummaryEvenThen() {
    TestStores.refuse("json", s -> new StoreUnavailableException(s, "it is away"));

    Cli.Result result = cli.run("ls", "test:json", "--json").ended(ExitCode.UNAVAILABLE);

    assertThat(result.summary().get("error").asText()).contains("it is away");
    assertThat(result.summary().get("exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void storesAreClosedWhateverHappens() {
    TestStores.refuse("closed", s -> new StoreUnavailableException(s, "it is away"));
    cli.run("get", "test:closed", "k").ended(ExitCode.UNAVAILABLE);
    cli.run("sync", "test:closed", "nope:x").ended(ExitCode.USAGE);

    assertThat(TestStores.open("closed")).isZero();
  }

  @Test
  void aReaderThatGoesAwayEndsItQuietly() {
    TestStores.hold(
        "pipe", Entries.values("k", 5_000, 1).toArray(dev.headwater.store.Entry[]::new));

    Cli.Result result =
        cli.run(failing("Broken pipe"), new ByteArrayOutputStream(), "ls", "test:pipe");

    result.ended(ExitCode.BROKEN_PIPE);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aFullDiskBehindStandardOutputIsTold() {
    TestStores.hold("full", Entries.value("k", 1, "v"));

    cli.run(
            failing("No space left on device"),
            new ByteArrayOutputStream(),
            "get",
            "test:full",
            "k")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("standard output", "No space left on device");
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void timeoutEndsWhatTakesTooLong() {
    cli.run("watch", "memory:", "--timeout", "50ms").ended(ExitCode.UNAVAILABLE);
    assertThat(cli.run("watch", "memory:", "--timeout", "50ms").err())
        .contains("not done after 50.0 ms, as --timeout allows");
    assertThat(Thread.interrupted()).isFalse();
  }
}
