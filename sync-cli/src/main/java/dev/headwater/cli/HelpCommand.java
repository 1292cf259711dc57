package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command. */
@Command(
    name = "help",
    sortOptions = false,
    header = "Shows the help of a command.",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class HelpCommand extends Subcommand {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command; all without it.")
  private Optional<String> name = Optional.empty();

  @Override
  protected ExitCode run(Session session) {
    CommandLine root = spec.root().commandLine();
    CommandLine asked = name.isEmpty() ? root : root.getSubcommands().get(name.get());
    if (asked == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "there is no command '%s' (see 'headwater --help')".formatted(name.get()));
    }
    session
        .output()
        .write(asked.getUsageMessage().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
