package dev.headwater.cli;

import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import java.util.List;

/** Opens {@code test:NAME}, which {@link TestStores} keeps for the whole test run. */
public final class TestStoreProvider implements StoreProvider {

  @Override
  public List<String> schemes() {
    return List.of("test");
  }

  @Override
  public List<String> help() {
    return List.of("test:NAME  for tests", "max-value-bytes=N  the longest value");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    return TestStores.open(uri, environment.time());
  }
}
