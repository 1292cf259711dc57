package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script that completes commands in a shell. */
@Command(
    name = "completion",
    sortOptions = false,
    header = "Prints the script that makes bash or zsh complete commands.",
    synopsisHeading = "%nUsage: ",
    footer = {
      "%nExamples:",
      "  source <(headwater completion)                   in this shell",
      "  headwater completion > ~/.headwater-completion   for your ~/.bashrc"
    },
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class CompletionCommand extends Subcommand {

  @Spec private CommandSpec spec;

  @Override
  protected ExitCode run(Session session) {
    String script = HeadwaterCommandLine.completion(spec.root().commandLine());
    session.output().write(script.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
