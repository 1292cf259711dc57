package dev.headwater.store.github.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Contents of files by their Git ids, bounded by bytes; thread-safe. Since an id is a hash of the
 * content, nothing in it is ever out of date. With a directory, what was read once survives the
 * process. Each content is loaded once at a time, however many ask for it; an error is thrown to
 * all of them and not kept.
 *
 * <p>The arrays are shared: nobody changes them.
 */
public final class ContentCache {

  private final Cache<String, byte[]> memory;
  private final @Nullable CacheDirectory directory;

  /** In memory alone, up to so many bytes. */
  public static ContentCache inMemory(long maxBytes) {
    return new ContentCache(maxBytes, null);
  }

  /** In memory, and in a directory beside it. */
  public static ContentCache over(CacheDirectory directory, long maxBytes) {
    return new ContentCache(maxBytes, directory);
  }

  private ContentCache(long maxBytes, @Nullable CacheDirectory directory) {
    this.directory = directory;
    this.memory =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(maxBytes)
            .weigher((String id, byte[] bytes) -> bytes.length + 100) // and what surrounds it
            .build();
  }

  /** The content with this id, from here or from the source. */
  public byte[] get(String id, Function<String, byte[]> source) {
    return memory.get(id, missing -> onDiskOr(missing, source));
  }

  /** The content with this id if it is here. */
  public byte @Nullable [] known(String id) {
    byte[] bytes = memory.getIfPresent(id);
    if (bytes == null && directory != null) {
      bytes = directory.read(id);
      if (bytes != null) {
        memory.put(id, bytes);
      }
    }
    return bytes;
  }

  /** Keeps a content that will probably be asked for. */
  public void put(String id, byte[] bytes) {
    memory.put(id, bytes);
    if (directory != null) {
      directory.write(id, bytes);
    }
  }

  private byte[] onDiskOr(String id, Function<String, byte[]> source) {
    if (directory == null) {
      return source.apply(id);
    }
    byte[] kept = directory.read(id);
    if (kept == null) {
      kept = source.apply(id);
      directory.write(id, kept);
    }
    return kept;
  }
}
