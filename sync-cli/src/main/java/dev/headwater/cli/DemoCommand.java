package dev.headwater.cli;

import dev.headwater.cli.demo.Demo;
import dev.headwater.cli.exit.ExitCode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows it all at work. */
@Command(
    name = "demo",
    sortOptions = false,
    header = "Shows memory, etcd and SQL at work as one store, on real servers.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nImports files, reads them back from each layer, lets a second process look on, kills etcd"
          + " in the middle, and syncs what it missed. Every step checks itself; the command ends"
          + " with 1 if one fails. An etcd that headwater did not start is not killed but cut"
          + " off.",
      "%nHEADWATER_ETCD may name an etcd as HOST:PORT, and HEADWATER_SQL a server as"
          + " cockroach://USER@HOST:PORT/DATABASE or postgresql://...; otherwise headwater starts"
          + " its own. It leaves nothing behind."
    },
    footer = {"%nExamples:", "  headwater demo", "  headwater demo ~/documents --json"},
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
final class DemoCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Whose files to take; by default, the tracked ones of headwater's checkout.")
  private Optional<Path> directory = Optional.empty();

  @Override
  protected ExitCode run(Session session) {
    return new Demo(session.stores(), session.output(), session.isColoured()).run(directory);
  }
}
