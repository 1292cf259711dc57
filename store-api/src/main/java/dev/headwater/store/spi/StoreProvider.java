package dev.headwater.store.spi;

import dev.headwater.store.Store;
import java.util.List;

/** Opens stores of some URI schemes. Found by {@link java.util.ServiceLoader}. */
public interface StoreProvider {

  /** The schemes, the usual one first. */
  List<String> schemes();

  /** The form of its URIs in a line, and each parameter in one more, for people. */
  List<String> help();

  /**
   * Opens a store. Does not wait for its server: a server that is away is noticed by the first
   * operation.
   *
   * @throws IllegalArgumentException if the URI is not one of this store, naming the part
   */
  Store open(StoreUri uri, StoreEnvironment environment);
}
