package dev.headwater.cli.files;

import dev.headwater.cli.output.Amounts;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.TypedStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers files and writes them together, as many as are reasonable in memory. */
final class ImportBatch implements FileVisitor {

  private static final int MAX_FILES = 256;
  private static final long MAX_BYTES = 4 << 20;

  private final Store store;
  private final TypedStore<byte[]> view;
  private final ImportListener listener;
  private final long maxValueBytes;
  private final TreeMap<Key, byte[]> pending = new TreeMap<>();

  private long pendingBytes;
  private long imported;
  private long importedBytes;
  private long unchanged;
  private long held;

  ImportBatch(Store store, HybridClock clock, ImportListener listener) {
    this.store = store;
    this.view = TypedStore.of(store, Codecs.bytes(), clock);
    this.listener = listener;
    this.maxValueBytes = store.capabilities().limits().maxValueBytes();
  }

  @Override
  public void file(SourceFile file) {
    if (pending.size() >= MAX_FILES || pendingBytes + file.size() > MAX_BYTES) {
      flush();
    }
    try (InputStream in = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes((int) Math.min(maxValueBytes + 1, Integer.MAX_VALUE - 8));
      if (bytes.length > maxValueBytes) {
        heldBack(file.key(), "it has grown above " + Amounts.bytes(maxValueBytes) + " meanwhile");
      } else {
        pending.put(file.key(), bytes);
        pendingBytes += bytes.length;
      }
    } catch (IOException e) {
      heldBack(file.key(), "it can't be read any more: " + e.getMessage());
    }
  }

  @Override
  public void heldBack(HeldBack file) {
    held++;
    listener.heldBack(file);
  }

  private void heldBack(Key key, String reason) {
    heldBack(new HeldBack(key.text(), reason));
  }

  /** Writes what was gathered. */
  void flush() {
    Map<Key, byte[]> news = new HashMap<>(pending);
    long before = held;
    dropKnown(news);
    write(news);
    imported += news.size();
    news.forEach((key, bytes) -> importedBytes += bytes.length);
    unchanged += pending.size() - news.size() - (held - before);
    pending.clear();
    pendingBytes = 0;
    news.forEach((key, bytes) -> listener.imported(key, bytes.length));
    listener.reached(imported + unchanged + held);
  }

  private void dropKnown(Map<Key, byte[]> news) {
    if (news.isEmpty()) {
      return;
    }
    ReadBatch known = store.readAll(pending.keySet());
    known.corrupt().forEach((key, error) -> holdBack(key, error, news));
    known.entries().values().stream()
        .filter(entry -> holds(entry, pending.get(entry.key())))
        .forEach(entry -> news.remove(entry.key()));
  }

  private void write(Map<Key, byte[]> news) {
    boolean written = news.isEmpty();
    while (!written) { // each further round has held one more key back
      written = wrote(news) || news.isEmpty();
    }
  }

  /* What can't be merged because of what the store holds of its key is taken out of the batch. */
  private boolean wrote(Map<Key, byte[]> news) {
    try {
      view.putAll(news);
      return true;
    } catch (CorruptEntryException e) {
      Key key = e.key();
      if (key == null || !news.containsKey(key)) {
        throw e;
      }
      holdBack(key, e, news);
      return false;
    }
  }

  private void holdBack(Key key, CorruptEntryException error, Map<Key, byte[]> news) {
    news.remove(key);
    heldBack(key, String.valueOf(error.getMessage()));
  }

  private static boolean holds(Entry entry, byte @Nullable [] bytes) {
    return entry.content() instanceof EncodedValue value
        && !value.expires()
        && value.encoding().equals(Codecs.bytes().encoding())
        && Arrays.equals(value.sharedBytes(), bytes);
  }

  ImportReport report(Duration took) {
    return new ImportReport(imported, importedBytes, unchanged, held, took);
  }
}
