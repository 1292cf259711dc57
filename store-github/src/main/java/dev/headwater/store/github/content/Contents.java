package dev.headwater.store.github.content;

import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Reads contents from the cache or else from GitHub; several at once, but not many. */
public final class Contents {

  private static final int AT_ONCE = 8;

  private final ContentCache cache;
  private final Background background;

  public Contents(ContentCache cache, Background background) {
    this.cache = cache;
    this.background = background;
  }

  /** The content with this id. */
  public byte[] read(String id, Question question) {
    return cache.get(id, question.repository()::blob);
  }

  /** Keeps a content that will probably be asked for. */
  public void put(String id, byte[] bytes) {
    cache.put(id, bytes);
  }

  /** The contents with these ids; an error if one of them can't be read. */
  public Map<String, byte[]> readAll(Collection<String> ids, Question question) {
    return all(ids, id -> read(id, question), question);
  }

  /** The content of a value in several files, in this order. */
  public static byte[] joined(List<String> ids, Map<String, byte[]> contents) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (String id : ids) {
      byte[] part = contents.get(id);
      if (part == null) {
        throw new IllegalArgumentException("it was not read: " + id);
      }
      if (ids.size() == 1) {
        return part;
      }
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  /** What the source makes of each of these, several at once. */
  public <T> Map<String, T> all(
      Collection<String> wanted, Function<String, T> source, Question question) {
    List<String> ids = List.copyOf(new LinkedHashSet<>(wanted));
    Reading<T> reading = new Reading<>(ids, source);
    for (int i = 1; i < Math.min(AT_ONCE, ids.size()); i++) {
      background.executor().execute(reading);
    }
    reading.run(); // the caller reads, too, and so it goes on whatever the executor does
    Map<String, T> found = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      found.put(ids.get(i), await(reading.results.get(i), question));
    }
    return found;
  }

  private <T> T await(CompletableFuture<T> result, Question question) {
    try {
      if (background.waits().await(result, question.deadline().left())) {
        return result.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          question.subject(), "the thread was interrupted while it read; try again", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
    throw new StoreUnavailableException(
        question.subject(), "GitHub was too slow; what was read is kept, try again");
  }

  /** Contents that several threads read, each the next one that nobody has begun with. */
  private static final class Reading<T> implements Runnable {

    private final List<String> ids;
    private final Function<String, T> source;
    private final List<CompletableFuture<T>> results;
    private final AtomicInteger next = new AtomicInteger();

    Reading(List<String> ids, Function<String, T> source) {
      this.ids = ids;
      this.source = source;
      this.results = ids.stream().map(id -> new CompletableFuture<T>()).toList();
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < ids.size(); i = next.getAndIncrement()) {
        try {
          results.get(i).complete(source.apply(ids.get(i)));
        } catch (RuntimeException | Error e) {
          results.get(i).completeExceptionally(e);
        }
      }
    }
  }
}
