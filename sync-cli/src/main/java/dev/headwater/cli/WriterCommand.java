package dev.headwater.cli;

import dev.headwater.cli.demo.Writer;
import dev.headwater.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The process of the demonstration that is killed. */
@Command(name = Writer.COMMAND, hidden = true, header = "The demonstration's process to kill.")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class WriterCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "DIRECTORY")
  private Path directory;

  @Parameters(index = "1", paramLabel = "SQL")
  private String sql;

  @Parameters(index = "2", paramLabel = "COUNT")
  private int count;

  @Override
  protected ExitCode run(Session session) throws IOException {
    new Writer(session.stores(), session.output()).write(directory, sql, count, session.input());
    return ExitCode.OK;
  }
}
