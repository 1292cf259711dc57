package dev.headwater.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import java.util.List;

/** Opens {@code chain:FILE}: the layers that the file describes, as one store. */
public final class ChainStoreProvider implements StoreProvider {

  @Override
  public List<String> schemes() {
    return List.of(ChainFile.SCHEME);
  }

  @Override
  public List<String> help() {
    return List.of(
        "chain:FILE  the layers that FILE describes (docs/chain-file.md), as one store",
        "it has no parameters: all settings are in the file");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    ChainFile file = ChainFile.read(ChainFile.path(uri), environment.variables());
    return ChainStore.fromConfig(file, environment, ChainListener.NONE);
  }
}
