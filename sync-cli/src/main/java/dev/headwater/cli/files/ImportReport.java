package dev.headwater.cli.files;

import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import java.time.Duration;

/**
 * What an import came to.
 *
 * @param imported how many files were written
 * @param importedBytes how many bytes they have
 * @param unchanged how many the store held already, byte for byte
 * @param held how many were held back
 * @param took how long it took
 */
public record ImportReport(
    long imported, long importedBytes, long unchanged, long held, Duration took) implements Line {

  @Override
  public String text() {
    return "imported %s (%s), %s unchanged, %s held back, in %s"
        .formatted(
            Amounts.count(imported, "file", "files"),
            Amounts.bytes(importedBytes),
            Amounts.count(unchanged),
            Amounts.count(held),
            Amounts.duration(took));
  }

  @Override
  public Json json() {
    return Json.ofType("summary")
        .with("imported", imported)
        .with("importedBytes", importedBytes)
        .with("unchanged", unchanged)
        .with("held", held)
        .with("millis", took.toMillis());
  }
}
