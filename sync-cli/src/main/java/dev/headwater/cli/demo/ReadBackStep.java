package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.files.SourceFile;
import dev.headwater.cli.output.Amounts;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads every file back from every layer by itself, and compares the bytes. */
final class ReadBackStep implements Step {

  private static final int BATCH = 200;

  @Override
  public String title() {
    return "read back from each layer";
  }

  @Override
  public Outcome run(Stage stage) {
    List<String> details = new ArrayList<>();
    stage
        .layers()
        .byName()
        .forEach(
            (name, store) -> {
              Duration took = stage.timed(() -> compare(name, store, stage.files().files()));
              details.add(
                  "%-7s all %s equal, byte for byte, in %s"
                      .formatted(
                          name,
                          Amounts.count(stage.files().files().size()),
                          Amounts.duration(took)));
            });
    return Outcome.passed(
        "each by itself",
        Amounts.count((long) stage.layers().byName().size() * stage.files().files().size())
            + " values equal",
        details.toArray(String[]::new));
  }

  private static void compare(String name, Store store, List<SourceFile> files) {
    for (int from = 0; from < files.size(); from += BATCH) {
      List<SourceFile> some = files.subList(from, Math.min(files.size(), from + BATCH));
      ReadBatch read = store.readAll(some.stream().map(SourceFile::key).toList());
      for (SourceFile file : some) {
        require(
            holds(read.entries().get(file.key()), file),
            "%s does not hold '%s' as the file is",
            name,
            file.key());
      }
    }
  }

  private static boolean holds(@Nullable Entry entry, SourceFile file) {
    try {
      return entry != null
          && entry.content() instanceof EncodedValue value
          && Arrays.equals(value.sharedBytes(), Files.readAllBytes(file.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
