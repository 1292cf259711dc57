package dev.headwater.cli.files;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.files.ExportPath.NoPathException;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes the live values of a store files below a directory. What is in the directory and not in the
 * store stays. A key that can't be a file is held back, and does not stop the others. Used once.
 */
public final class ExportJob {

  private static final int PAGE_SIZE = 100; // pages hold values

  private final Store store;
  private final FileKeys keys;
  private final Path target;
  private final InstantSource time;
  private final ExportListener listener;

  private long exported;
  private long exportedBytes;
  private long unchanged;
  private long held;

  public ExportJob(
      Store store, FileKeys keys, Path target, InstantSource time, ExportListener listener) {
    this.store = store;
    this.keys = keys;
    this.target = target;
    this.time = time;
    this.listener = listener;
  }

  /**
   * Exports the values.
   *
   * @throws BrokenOffException if the store or the directory failed; what was done is in it
   */
  public ExportReport run() {
    Instant started = time.instant();
    try {
      exportAll();
      return report(started);
    } catch (StoreException | CommandException e) {
      throw new BrokenOffException(report(started), e);
    }
  }

  private void exportAll() {
    ListRequest request = ListRequest.live(keys.prefix()).pageSize(PAGE_SIZE);
    try (EntryCursor cursor = store.list(request)) {
      Page page = cursor.next(); // asked first: a store that is away leaves no empty directory
      ExportDirectory directory = directory();
      export(page, directory);
      while (!page.last()) {
        page = cursor.next();
        export(page, directory);
      }
    }
  }

  private ExportDirectory directory() {
    try {
      return ExportDirectory.at(target);
    } catch (IOException e) {
      throw failed("'%s' can't be made a directory".formatted(target), e);
    }
  }

  private void export(Page page, ExportDirectory directory) {
    for (Entry entry : page.entries()) {
      if (entry.content() instanceof EncodedValue value && keys.filter().admits(entry.key())) {
        export(entry.key(), value, directory);
      }
    }
    for (CorruptEntryException corrupt : page.corrupt()) {
      Key key = corrupt.key();
      holdBack(key == null ? store.name() : key.text(), String.valueOf(corrupt.getMessage()));
    }
    listener.reached(exported + unchanged + held);
  }

  private void export(Key key, EncodedValue value, ExportDirectory directory) {
    try {
      ExportPath path = ExportPath.of(key.text().substring(keys.prefix().length()));
      if (directory.write(path, value.sharedBytes()) == ExportDirectory.Outcome.UNCHANGED) {
        unchanged++;
        return;
      }
      exported++;
      exportedBytes += value.size();
      listener.exported(key, value.size());
    } catch (NoPathException e) {
      holdBack(key.text(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw failed("%s can't be written".formatted(Quoting.quoted(key.text())), e);
    }
  }

  private void holdBack(String name, String reason) {
    held++;
    listener.heldBack(new HeldBack(name, reason));
  }

  private CommandException failed(String what, IOException e) {
    return new CommandException(
        ExitCode.UNAVAILABLE,
        "export to %s: %s: %s; run it again when that is mended, what is there already stays"
            .formatted(target, what, Reasons.of(e)),
        e);
  }

  private ExportReport report(Instant started) {
    Duration took = Duration.between(started, time.instant());
    return new ExportReport(exported, exportedBytes, unchanged, held, took);
  }
}
