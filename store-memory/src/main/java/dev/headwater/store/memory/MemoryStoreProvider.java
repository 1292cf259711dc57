package dev.headwater.store.memory;

import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Opens {@code memory:}, a new store each time, and {@code memory:NAME}, one memory for all who
 * open that name in this process until the last of them closes it.
 */
public final class MemoryStoreProvider implements StoreProvider {

  private static final String MAX_BYTES = "max-bytes";
  private static final String MAX_VALUE_BYTES = "max-value-bytes";
  private static final String FEED_CHANGES = "feed-changes";
  private static final String LIFETIME = "lifetime";
  private static final long DEFAULT_MAX_BYTES = 64 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{0,64}");
  private static final NamedMemories NAMED = new NamedMemories();

  @Override
  public List<String> schemes() {
    return List.of("memory");
  }

  @Override
  public List<String> help() {
    return List.of(
        "memory:[NAME]  in this process; stores of one NAME share their entries",
        "max-bytes=N|none    weight above which entries go (default %d)"
            .formatted(DEFAULT_MAX_BYTES),
        "max-value-bytes=N   the longest value (default %d)"
            .formatted(MemoryStoreConfig.unbounded().maxValueBytes()),
        "feed-changes=N      how far a feed may be behind (default %d changes)"
            .formatted(MemoryStoreConfig.unbounded().feedChanges()),
        "lifetime=10m        after what time an entry goes (default never)");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    MemoryStoreConfig config = config(uri);
    return uri.path().isEmpty()
        ? MemoryStore.open(config, environment.time())
        : NAMED.open(config, environment.time());
  }

  private static MemoryStoreConfig config(StoreUri uri) {
    requireNoHost(uri);
    if (!NAME.matcher(uri.path()).matches()) {
      throw new IllegalArgumentException(
          "bad name in a memory: URI: '%s'; expected at most 64 letters, digits, '.', '_', '-'"
              .formatted(uri.path()));
    }
    uri.requireParametersAmong(Set.of(MAX_BYTES, MAX_VALUE_BYTES, FEED_CHANGES, LIFETIME));
    MemoryStoreConfig plain = MemoryStoreConfig.bounded(maxBytes(uri)).name("memory:" + uri.path());
    MemoryStoreConfig config = uri.duration(LIFETIME).map(plain::lifetime).orElse(plain);
    return config
        .maxValueBytes(
            uri.number(MAX_VALUE_BYTES, 0, Integer.MAX_VALUE).orElse(config.maxValueBytes()))
        .feedChanges(
            uri.number(FEED_CHANGES, 1, MemoryStoreConfig.MAX_FEED_CHANGES)
                .map(Math::toIntExact)
                .orElse(config.feedChanges()));
  }

  private static long maxBytes(StoreUri uri) {
    return uri.parameter(MAX_BYTES).filter("none"::equals).isPresent()
        ? MemoryStoreConfig.UNBOUNDED
        : uri.number(MAX_BYTES, 1, MemoryStoreConfig.UNBOUNDED).orElse(DEFAULT_MAX_BYTES);
  }

  private static void requireNoHost(StoreUri uri) {
    if (!uri.hosts().isEmpty() || uri.user().isPresent()) {
      throw new IllegalArgumentException(
          "a memory: URI has no host: write memory: or memory:NAME, not memory://...");
    }
  }
}
