package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.filter.KeyFilter;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that choose keys. */
final class KeyFilterOptions {

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Only keys that match: * within a /-part, ** across. May be repeated.")
  private List<String> includes = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Not the keys that match, whatever is included. May be repeated.")
  private List<String> excludes = List.of();

  KeyFilter filter() {
    return filter("");
  }

  KeyFilter filter(String prefix) {
    try {
      return KeyFilter.ofPrefix(prefix)
          .include(includes.toArray(String[]::new))
          .exclude(excludes.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
