package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.github.EmulatedRequests;
import dev.headwater.cli.github.EmulatorFaults;
import dev.headwater.cli.github.EmulatorRun;
import dev.headwater.cli.github.EmulatorToken;
import dev.headwater.github.emulator.AccessToken;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.RateLimits;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a server that answers as GitHub does. */
@Command(
    name = "github-emulator",
    sortOptions = false,
    header = "Answers as GitHub's API does, over a Git repository of yours.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nServes one bare repository, to this machine only, until interrupted: Ctrl-C or kill end it"
          + " with 0. It prints the URI that headwater takes; other clients take the address of the"
          + " API. Clone, push and look at the repository with git as you like; the server follows.",
      "%nClients need a token: the one in --token-file or in the environment variable"
          + " HEADWATER_GITHUB_TOKEN, or else one that is made and printed.",
      "%nWithout more options nothing goes wrong. -v prints each request."
    },
    footer = {
      "%nExamples:",
      "  headwater github-emulator --repo data.git --port 8080",
      "  headwater github-emulator --repo data.git --limits github --failures 5 -v"
    },
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class GithubEmulatorCommand extends Subcommand {

  /** Whose limits there are. */
  enum Limits {
    NONE,
    GITHUB
  }

  @Option(
      names = "--repo",
      required = true,
      paramLabel = "DIR",
      description = "The bare repository; it is created if DIR is missing or empty.")
  private Path directory;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen on (default: a free one).")
  private int port;

  @Option(
      names = "--repository",
      paramLabel = "OWNER/NAME",
      description = "What clients call the repository (default ${DEFAULT-VALUE}).")
  private String repository = "headwater/data";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token that clients need.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(names = "--read-only", description = "The token may only read.")
  private boolean readOnly;

  @Option(
      names = "--limits",
      paramLabel = "github|none",
      description = "Keep to the rate limits of github.com (default none).")
  private Limits limits = Limits.NONE;

  @Mixin private EmulatorFaults faults;

  @Option(names = "--for", paramLabel = "TIME", description = "End after this time, such as 10m.")
  private Optional<Duration> duration = Optional.empty();

  @Override
  protected ExitCode run(Session session) throws InterruptedException {
    EmulatorToken token =
        session.checked(() -> EmulatorToken.find(tokenFile, session.stores().variables()));
    EmulatorFaults wanted = session.checked(faults::checked);
    EmulatedRequests requests = new EmulatedRequests();
    try (GithubEmulator emulator = session.checked(() -> started(session, token, requests))) {
      wanted.befall(emulator.faults());
      new EmulatorRun(session, emulator, directory, token, requests).run(duration);
    }
    return ExitCode.OK;
  }

  private GithubEmulator started(Session session, EmulatorToken token, EmulatedRequests requests) {
    AccessToken access = AccessToken.classic(token.secret().reveal());
    try {
      return GithubEmulator.over(directory)
          .repository(repository)
          .port(port)
          .token(readOnly ? access.readOnly() : access)
          .rateLimits(limits == Limits.GITHUB ? RateLimits.github() : RateLimits.none())
          .clock(session.time())
          .listener(session.isVerbose() ? requests : exchange -> {})
          .start();
    } catch (UncheckedIOException e) {
      throw unusable(e);
    }
  }

  private CommandException unusable(UncheckedIOException error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    String what =
        cause instanceof BindException
            ? "port %d can't be listened on; is it in use?".formatted(port)
            : "the repository in '%s' can't be used".formatted(directory);
    return new CommandException(
        ExitCode.UNAVAILABLE, "%s (%s)".formatted(what, cause.getMessage()), error);
  }
}
