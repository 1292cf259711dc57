package dev.headwater.store.sqlite;

import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import java.util.List;

/** Opens stores with the URI scheme {@code sqlite}. */
public final class SqliteStoreProvider implements StoreProvider {

  @Override
  public List<String> schemes() {
    return List.of(SqliteSettings.SCHEME);
  }

  @Override
  public List<String> help() {
    return List.of(
        "sqlite:PATH  one SQLite file, made at first use; processes may share it",
        "mode=rw|ro          ro only reads, from a file that is there (default rw)",
        "timeout=5s          the deadline of one operation",
        "max-value-bytes=N   the longest value (default 16777216)",
        "poll=10ms           how often a waiting feed looks for others' changes",
        "check-bytes=N       files up to this size are checked whole when opened",
        "                    (default 67108864; 0 checks only the header)");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    return SqliteStore.open(SqliteStoreConfig.of(uri), environment.time());
  }
}
