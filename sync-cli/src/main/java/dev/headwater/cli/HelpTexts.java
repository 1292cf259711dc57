package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.Stores;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The parts of the help that are made, not written. */
final class HelpTexts {

  private static final String EXAMPLES =
      """

      Examples:
        headwater demo                                  see it all work, in a minute
        headwater put etcd://localhost/app greeting hello
        headwater get etcd://localhost/app greeting
        headwater import docs/ postgresql://me@localhost/app
        headwater sync etcd://localhost/app postgresql://me@localhost/app --dry-run
        headwater import docs/ github:OWNER/REPOSITORY  files and commits on GitHub
        headwater get chain:chain.toml greeting         through all layers of a file
      """;

  private HelpTexts() {}

  /** What is said when no command is named: it fits a small terminal. */
  static String brief(CommandLine.Help help, String hint) {
    return help.header()
        + help.synopsisHeading().stripLeading()
        + help.synopsis(help.synopsisHeadingLength())
        + help.commandListHeading()
        + help.commandList()
        + hint
        + "\n";
  }

  /** What stands below the list of commands. */
  static String footer() {
    return EXAMPLES
        + "\nStores ('headwater stores' tells their parameters and where passwords go):\n"
        + forms()
        + "\nExit codes:\n"
        + exitCodes();
  }

  private static String forms() {
    return Stores.providers().stream()
        .map(provider -> "  " + provider.help().get(0) + "\n")
        .collect(Collectors.joining());
  }

  /** All that the providers have to say. */
  static String stores() {
    return Stores.providers().stream().map(HelpTexts::told).collect(Collectors.joining("\n"));
  }

  private static String told(StoreProvider provider) {
    StringBuilder text = new StringBuilder(provider.help().get(0)).append('\n');
    provider.help().stream().skip(1).forEach(line -> text.append("    ").append(line).append('\n'));
    return text.toString();
  }

  private static String exitCodes() {
    return Arrays.stream(ExitCode.values())
        .map(code -> "  %3d  %s%n".formatted(code.number(), code.meaning()))
        .collect(Collectors.joining());
  }
}
