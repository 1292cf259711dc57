package dev.headwater.cli;

import dev.headwater.cli.demo.Demo;
import dev.headwater.cli.exit.ExitCode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows it all at work. */
@Command(
    name = "demo",
    sortOptions = false,
    header = "Shows memory, etcd, SQL and GitHub at work as one store.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nImports files, reads them back from each layer, looks at them with git, lets a second process"
          + " look on and a person edit on GitHub, kills etcd in the middle, and syncs what was"
          + " missed. Every step checks itself; the command ends with 1 if one fails. An etcd that"
          + " headwater did not start is not killed but cut off.",
      "%nHEADWATER_ETCD may name an etcd as HOST:PORT, and HEADWATER_SQL a server as"
          + " cockroach://USER@HOST:PORT/DATABASE or postgresql://...; otherwise headwater starts"
          + " its own. GitHub is an emulator in this process unless --github names a repository. It"
          + " leaves nothing behind, but a branch on GitHub."
    },
    footer = {
      "%nExamples:",
      "  headwater demo",
      "  headwater demo ~/documents --json",
      "  HEADWATER_GITHUB_TOKEN=$(gh auth token) headwater demo --github OWNER/REPO"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
final class DemoCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Whose files to take; by default, the tracked ones of headwater's checkout.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--github",
      paramLabel = "OWNER/REPO",
      description =
          "A repository on GitHub, or its URI. The demonstration makes a branch of its own there, and"
              + " leaves it. The token comes from HEADWATER_GITHUB_TOKEN.")
  private Optional<String> github = Optional.empty();

  @Override
  protected ExitCode run(Session session) {
    return new Demo(session.stores(), session.output(), session.isColoured())
        .run(directory, github);
  }
}
