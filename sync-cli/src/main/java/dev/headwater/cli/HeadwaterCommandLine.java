package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Key;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
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
    CommandLine command = error.getCommandLine();
    String message = Quoting.line(String.valueOf(error.getMessage()));
    String name = command.getCommandSpec().qualifiedName();
    String dashed =
        hasUnknownOption(command.getCommandSpec(), args)
            ? "; a key or value that begins with '-' goes after '--'"
            : "";
    command.getErr().println("headwater: %s%s (see '%s --help')".formatted(message, dashed, name));
    command.getErr().flush();
    return ExitCode.USAGE.number();
  }

  private static boolean hasUnknownOption(CommandSpec command, String[] args) {
    return Arrays.stream(args)
        .takeWhile(arg -> !arg.equals("--"))
        .filter(arg -> arg.startsWith("-") && arg.length() > 1)
        .map(arg -> arg.startsWith("--") ? arg.replaceFirst("=.*", "") : arg.substring(0, 2))
        .anyMatch(name -> !command.optionsMap().containsKey(name));
  }

  /** The script that makes a shell complete the commands and options. */
  static String completion(CommandLine line) {
    return AutoComplete.bash("headwater", line);
  }
}
