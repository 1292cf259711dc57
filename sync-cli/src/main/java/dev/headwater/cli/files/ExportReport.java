package dev.headwater.cli.files;

import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import java.time.Duration;

/**
 * What an export came to.
 *
 * @param exported how many files were written
 * @param exportedBytes how many bytes they have
 * @param unchanged how many had their bytes already
 * @param held how many keys were held back
 * @param took how long it took
 */
public record ExportReport(
    long exported, long exportedBytes, long unchanged, long held, Duration took) implements Line {

  @Override
  public String text() {
    return "exported %s (%s), %s unchanged, %s held back, in %s"
        .formatted(
            Amounts.count(exported, "file", "files"),
            Amounts.bytes(exportedBytes),
            Amounts.count(unchanged),
            Amounts.count(held),
            Amounts.duration(took));
  }

  @Override
  public Json json() {
    return Json.ofType("summary")
        .with("exported", exported)
        .with("exportedBytes", exportedBytes)
        .with("unchanged", unchanged)
        .with("held", held)
        .with("millis", took.toMillis());
  }
}
