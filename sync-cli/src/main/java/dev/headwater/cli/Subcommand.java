package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/** A command of {@code headwater}. */
@SuppressWarnings("NullAway.Init") // picocli sets the parent
public abstract class Subcommand implements Callable<Integer> {

  @ParentCommand private Invocation invocation;

  /** Does what the command is for. What it throws is told in a line. */
  protected abstract ExitCode run(Session session) throws Exception;

  @Override
  public final Integer call() throws Exception {
    try (Session session = invocation.open()) {
      ExitCode code = session.limited(() -> run(session));
      session.output().flush();
      return code.number();
    }
  }
}
