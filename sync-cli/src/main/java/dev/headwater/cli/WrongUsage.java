package dev.headwater.cli;

import dev.headwater.cli.output.Quoting;
import java.util.Arrays;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of arguments that can't be understood: one line, in the words of the command. */
final class WrongUsage {

  private static final Pattern AT_INDEX =
      Pattern.compile("^Invalid value for positional parameter at index \\d+ \\(\\S+\\): ");
  private static final Pattern OF_OPTION =
      Pattern.compile("^Invalid value for option '([^']*)'[^:]*: ");

  private WrongUsage() {}

  static String line(ParameterException error, String[] args) {
    CommandSpec command = error.getCommandLine().getCommandSpec();
    return "headwater: %s%s (see '%s --help')"
        .formatted(
            Quoting.line(what(error, command)), advice(command, args), command.qualifiedName());
  }

  private static String what(ParameterException error, CommandSpec command) {
    if (error instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      return unexpected(unmatched, command);
    }
    String message = String.valueOf(error.getMessage());
    String plain = AT_INDEX.matcher(message).replaceFirst("");
    return OF_OPTION.matcher(plain).replaceFirst("$1: ");
  }

  private static String unexpected(UnmatchedArgumentException unmatched, CommandSpec command) {
    String first = unmatched.getUnmatched().get(0);
    return command.parent() == null
        ? "there is no command '%s'".formatted(first)
        : "'%s' is one argument too many".formatted(first);
  }

  private static String advice(CommandSpec command, String[] args) {
    return !command.positionalParameters().isEmpty() && hasUnknownOption(command, args)
        ? "; a key or value that begins with '-' goes after '--'"
        : "";
  }

  private static boolean hasUnknownOption(CommandSpec command, String[] args) {
    return Arrays.stream(args)
        .takeWhile(arg -> !arg.equals("--"))
        .filter(arg -> arg.startsWith("-") && arg.length() > 1)
        .map(arg -> arg.startsWith("--") ? arg.replaceFirst("=.*", "") : arg.substring(0, 2))
        .anyMatch(name -> !command.optionsMap().containsKey(name));
  }

  /** Says it on the command's standard error. */
  static void tell(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    command.getErr().println(line(error, args));
    command.getErr().flush();
  }
}
