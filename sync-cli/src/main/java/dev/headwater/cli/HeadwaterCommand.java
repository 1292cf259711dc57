package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.exit.Failure;
import dev.headwater.cli.output.ClosedOutputException;
import dev.headwater.cli.output.Format;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What stands before the command's name, and the options that every command has. */
@Command(
    name = "headwater",
    versionProvider = Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    header = "Keeps data in layers of stores (memory, etcd, SQL, GitHub) and reconciles them.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nEvery STORE is named by a URI, such as etcd://localhost:2379/app. Each command tells"
          + " more: headwater COMMAND --help."
    },
    optionListHeading = "%nOptions of all commands:%n",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      GetCommand.class,
      PutCommand.class,
      RmCommand.class,
      LsCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      SyncCommand.class,
      CheckCommand.class,
      WatchCommand.class,
      RunCommand.class,
      StatusCommand.class,
      OutboxCommand.class,
      SquashCommand.class,
      DemoCommand.class,
      GithubEmulatorCommand.class,
      StoresCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
      PeerCommand.class,
      WriterCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class HeadwaterCommand implements Callable<Integer>, Invocation {

  private final CommandEnvironment environment;
  private final Ending ending;

  @Spec private CommandSpec spec;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON object per line; the last one is a summary.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      description = "Give up after this time, such as 30s or 5m.")
  private Optional<Duration> timeout = Optional.empty();

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Tell more: each key that is worked on, and warnings of the stores.")
  private boolean verbose;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Tell everything: stack traces and the logs of the stores.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean version;

  HeadwaterCommand(CommandEnvironment environment, Ending ending) {
    this.environment = environment;
    this.ending = ending;
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    err.print(
        HelpTexts.brief(
            spec.commandLine().getHelp(),
            "'headwater demo' shows it at work; 'headwater --help' tells more."));
    err.flush();
    return ExitCode.USAGE.number();
  }

  @Override
  public Session open() {
    Logging.configure(
        debug ? Logging.Level.ALL : verbose ? Logging.Level.MORE : Logging.Level.NONE);
    return new Session(environment, output(), verbose || debug, timeout, ending);
  }

  /** Tells of an error that ended a command, and how the process ends. */
  int failed(Exception error) {
    if (ending.isAnnounced()) {
      return ExitCode.INTERRUPTED.number();
    }
    if (debug) {
      error.printStackTrace(environment.err());
    }
    Failure failure = Failure.of(error);
    if (!failure.lines().isEmpty()) {
      tell(failure, output());
    }
    return failure.code().number();
  }

  private static void tell(Failure failure, Output output) {
    failure.lines().forEach(output::warn);
    try {
      output.printJson(
          Json.ofType("summary")
              .with("error", failure.message())
              .with("exitCode", failure.code().number()));
      output.flush();
    } catch (CommandException | ClosedOutputException e) {
      // Standard output is what fails here; people were told above.
    }
  }

  private Output output() {
    return new Output(environment.out(), environment.err(), json ? Format.JSON : Format.TEXT);
  }
}
