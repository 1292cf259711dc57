package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Key;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Sets picocli up: which words are commands, and how errors are told. */
final class HeadwaterCommandLine {

  private static final int HELP_COLUMNS = 80;

  private HeadwaterCommandLine() {}

  static CommandLine create(CommandEnvironment environment, Ending ending) {
    HeadwaterCommand headwater = new HeadwaterCommand(environment, ending);
    CommandLine line = new CommandLine(headwater);
    line.registerConverter(Key.class, Arguments::key);
    line.registerConverter(Duration.class, Arguments::duration);
    line.setExpandAtFiles(false); // a key may begin with @
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(HELP_COLUMNS);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            environment.terminal().coloured() ? Ansi.ON : Ansi.OFF));
    line.setOut(new PrintWriter(new OutputStreamWriter(environment.out(), StandardCharsets.UTF_8)));
    line.setErr(
        new PrintWriter(new OutputStreamWriter(environment.err(), StandardCharsets.UTF_8), true));
    line.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> HelpTexts.footer() + help.footer());
    line.setParameterExceptionHandler(HeadwaterCommandLine::wrongUsage);
    line.setExecutionExceptionHandler((error, failed, parsed) -> headwater.failed(error));
    return line;
  }

  private static int wrongUsage(ParameterException error, String[] args) {
    WrongUsage.tell(error, args);
    return ExitCode.USAGE.number();
  }

  /** The script that makes a shell complete the commands and options. */
  static String completion(CommandLine line) {
    return AutoComplete.bash("headwater", line);
  }
}
