package dev.headwater.cli.files;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.clock.HybridClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes files the values of a store. First all are looked at, so that what makes the whole import
 * wrong is found before anything is written; then they are written in batches of bounded size.
 * Files that the store holds already are not written again, so an import may be repeated.
 */
public final class ImportJob {

  private final SourceFiles files;
  private final Store store;
  private final HybridClock clock;
  private final ImportListener listener;

  public ImportJob(SourceFiles files, Store store, HybridClock clock, ImportListener listener) {
    this.files = files;
    this.store = store;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Imports the files.
   *
   * @throws CommandException if something can't be read, or a file is longer than the store takes;
   *     nothing was written
   * @throws BrokenOffException if the store failed meanwhile; what was done is in it
   */
  public ImportReport run() {
    Instant started = clock.time().instant();
    Survey survey = new Survey(store.capabilities().limits().maxValueBytes());
    files.visit(survey);
    survey.requireWithinLimit(store.name());
    listener.counted(survey.files);
    ImportBatch batch = new ImportBatch(store, clock, listener);
    try {
      files.visit(batch);
      batch.flush();
      return batch.report(since(started));
    } catch (StoreException e) {
      throw new BrokenOffException(batch.report(since(started)), e);
    }
  }

  private Duration since(Instant started) {
    return Duration.between(started, clock.time().instant());
  }

  /** Looks at all files and takes none. */
  private static final class Survey implements FileVisitor {
    private final long maxBytes;
    private long files;
    private long tooLong;
    private @Nullable SourceFile firstTooLong;

    Survey(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public void file(SourceFile file) {
      files++;
      if (file.size() > maxBytes) {
        tooLong++;
        firstTooLong = firstTooLong == null ? file : firstTooLong;
      }
    }

    @Override
    public void heldBack(HeldBack held) {}

    void requireWithinLimit(String storeName) {
      SourceFile file = firstTooLong;
      if (file != null) {
        throw new CommandException(
            ExitCode.REFUSED,
            "%s: import of %s: the file has %s, the store takes at most %s%s; nothing was written; --exclude leaves files out"
                .formatted(
                    storeName,
                    Quoting.quoted(file.key().text()),
                    Amounts.bytes(file.size()),
                    Amounts.bytes(maxBytes),
                    tooLong == 1 ? "" : " (and %d more are too long)".formatted(tooLong - 1)));
      }
    }
  }
}
