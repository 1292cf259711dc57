package dev.headwater.store.github.content;

import dev.headwater.store.github.layout.GitHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents in files named after their Git ids, {@code ab/cdef...}, bounded by bytes: those not used
 * for longest go first. Several processes may share it. It is never trusted and never needed: a
 * file whose content has another id than its name is deleted, and what can't be written is left
 * out.
 */
public final class CacheDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{38}");

  private final Path directory;
  private final long maxBytes;
  private final InstantSource time;
  private final Map<String, Long> sizes = // guarded by this; by last use
      new LinkedHashMap<>(16, 0.75f, true);
  private long bytes; // guarded by this
  private boolean warned; // guarded by this

  private CacheDirectory(Path directory, long maxBytes, InstantSource time) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.time = time;
  }

  /**
   * The cache in this directory, which is made if it is not there, readable for its owner alone.
   *
   * @throws IllegalArgumentException if it can't be made or read
   */
  public static CacheDirectory open(Path directory, long maxBytes, InstantSource time) {
    CacheDirectory opened = new CacheDirectory(directory, maxBytes, time);
    try {
      Files.createDirectories(directory);
      opened.takeStock();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the cache directory can't be used: %s (%s)".formatted(directory, e), e);
    }
    return opened;
  }

  /** The content with this id, or {@code null} if it is not here, whole. */
  byte @Nullable [] read(String id) {
    if (!holds(id)) {
      return null;
    }
    Path file = file(id);
    try {
      byte[] content = Files.readAllBytes(file);
      if (GitHash.blob(content).equals(id)) {
        touch(file);
        return content;
      }
      LOG.warn("{} is damaged; it is deleted and read again", file);
    } catch (IOException e) {
      LOG.debug("{} can't be read; it is read again from its source", file, e);
    }
    forget(id);
    return null;
  }

  /** Keeps the content, unless it is too large or the disk does not take it. */
  void write(String id, byte[] content) {
    if (content.length > maxBytes / 4 || holds(id)) {
      return;
    }
    Path file = file(id);
    try {
      Files.createDirectories(parent(file));
      Path written = Files.createTempFile(parent(file), "new", ".tmp");
      Files.write(written, content);
      touch(written);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      keep(id, content.length);
    } catch (IOException e) {
      warnOnce(e);
    }
  }

  /* So that the next process knows what was used last. */
  private void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time.instant()));
  }

  private synchronized boolean holds(String id) {
    return sizes.get(id) != null; // a use
  }

  private synchronized void keep(String id, long size) {
    Long before = sizes.put(id, size);
    bytes += size - (before == null ? 0 : before);
    Iterator<Map.Entry<String, Long>> oldest = sizes.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      Map.Entry<String, Long> next = oldest.next();
      oldest.remove();
      bytes -= next.getValue();
      delete(file(next.getKey()));
    }
  }

  private synchronized void forget(String id) {
    Long size = sizes.remove(id);
    bytes -= size == null ? 0 : size;
    delete(file(id));
  }

  private synchronized void warnOnce(IOException why) {
    if (!warned) {
      warned = true;
      LOG.warn("{} does not take contents any more ({}); go on without", directory, why.toString());
    }
  }

  /* What earlier processes left, the oldest first; what they left half written is deleted. */
  private void takeStock() throws IOException {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> files = Files.find(directory, 2, (path, some) -> some.isRegularFile())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        String folder = String.valueOf(parent(file).getFileName());
        if (name.endsWith(".tmp")) {
          delete(file);
        } else if (NAME.matcher(name).matches() && folder.length() == 2) {
          BasicFileAttributes some = Files.readAttributes(file, BasicFileAttributes.class);
          found.add(new Found(folder + name, some.size(), some.lastModifiedTime()));
        }
      }
    }
    found.sort(Comparator.comparing(Found::used));
    found.forEach(one -> keep(one.id(), one.size()));
  }

  private record Found(String id, long size, FileTime used) {}

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} can't be deleted", file, e); // it is overwritten or found again
    }
  }

  private Path file(String id) {
    return directory.resolve(id.substring(0, 2)).resolve(id.substring(2));
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException("a file of the cache lies in a directory: " + file);
    }
    return parent;
  }
}
