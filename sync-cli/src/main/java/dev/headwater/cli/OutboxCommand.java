package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What stands before the commands on outboxes. */
@Command(
    name = "outbox",
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    header = "Lists, retries and drops what a chain's layers don't take.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nA write that a layer refuses for good, such as a value that is too large for it, becomes a"
          + " dead letter: it is kept, and waits for you to retry it (when the reason is gone) or"
          + " to drop it.",
      "%nLooking is always possible. To change an outbox, the process that has it must end first;"
          + " nothing is lost by that."
    },
    footer = {
      "%nExamples:",
      "  headwater outbox list chain.toml",
      "  headwater outbox retry chain.toml 17 21",
      "  headwater outbox drop chain.toml --all"
    },
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      OutboxListCommand.class,
      OutboxRetryCommand.class,
      OutboxDropCommand.class,
      OutboxFlushCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class OutboxCommand implements Callable<Integer>, Invocation {

  @ParentCommand private Invocation invocation;

  @Spec private CommandSpec spec;

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    err.print(
        HelpTexts.brief(
            spec.commandLine().getHelp(), "'headwater outbox COMMAND --help' tells more of each."));
    err.flush();
    return ExitCode.USAGE.number();
  }

  @Override
  public Session open() {
    return invocation.open();
  }
}
