package dev.headwater.cli.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.Quoting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A chain's status as the command prints it. */
public record StatusReport(ChainFile file, ChainStatus status) {

  /** How many files that are no entries people are shown. */
  private static final int MOST_SHOWN = 10;

  /** Prints a line for each layer, and what the outbox and the whole are like. */
  public void print(Output output) {
    output.printText("%s: %s".formatted(file.name().orElse(file.path().toString()), word()));
    output.printText(LayerLine.heading());
    status.layers().forEach(output::print);
    output.printText(outbox());
    for (LayerLine line : status.layers()) {
      line.error()
          .ifPresent(error -> output.printText(Quoting.line(line.layer().name() + ": " + error)));
      printLeftAlone(line.leftAlone(), output);
    }
    output.printJson(summary());
  }

  private static void printLeftAlone(List<LeftAloneLine> files, Output output) {
    int most = output.isJson() ? files.size() : MOST_SHOWN;
    files.stream().limit(most).forEach(output::print);
    if (files.size() > most) {
      output.printText(
          "%s: and %d more files are no entries; --json names all"
              .formatted(files.get(0).layer(), files.size() - most));
    }
  }

  private String outbox() {
    Optional<String> place = place();
    return place.isEmpty()
        ? "outbox: in the memory of each process, whose own it is; nobody else can look into it"
        : "outbox: %s, %s"
            .formatted(
                place.get(),
                status
                    .owner()
                    .map(owner -> "in use by " + owner)
                    .orElse("in use by nobody, so that nothing is delivered"));
  }

  /** What the command ends with. */
  public ExitCode code() {
    return switch (status.state()) {
      case UP -> ExitCode.OK;
      case DEGRADED -> ExitCode.DIFFERENT;
      case DOWN -> ExitCode.UNAVAILABLE;
    };
  }

  private String word() {
    return status.state().name().toLowerCase(Locale.ROOT);
  }

  private Optional<String> place() {
    return file.outbox().file().map(uri -> uri.file(uri.path()).toString());
  }

  private Json summary() {
    Json json = Json.ofType("summary").with("state", word());
    place().ifPresent(place -> json.with("outbox", place));
    status.owner().ifPresent(owner -> json.with("owner", owner));
    return json.with("exitCode", code().number());
  }
}
