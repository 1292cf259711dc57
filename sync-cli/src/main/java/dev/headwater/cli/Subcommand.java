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
      ExitCode code = done(session);
      session.output().flush();
      return code.orElse(session.settle()).number();
    }
  }

  private ExitCode done(Session session) throws Exception {
    try {
      return session.limited(() -> run(session));
    } catch (Exception e) {
      settle(session, e); // what was written before is told, too
      throw e;
    }
  }

  private static void settle(Session session, Exception error) {
    try {
      session.settle();
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }
}
