package dev.headwater.store.spi;

import dev.headwater.store.Store;
import java.util.List;
import java.util.ServiceLoader;

/** Opens stores by their URIs, with whichever providers are on the class path. */
public final class Stores {

  private Stores() {}

  /**
   * Opens the store with this URI. The caller closes it.
   *
   * @throws IllegalArgumentException if no provider knows the scheme, or the URI is wrong
   */
  public static Store open(String uri, StoreEnvironment environment) {
    return open(StoreUri.parse(uri), environment);
  }

  /** As {@link #open(String, StoreEnvironment)}. */
  public static Store open(StoreUri uri, StoreEnvironment environment) {
    return providers().stream()
        .filter(provider -> provider.schemes().contains(uri.scheme()))
        .findFirst()
        .orElseThrow(() -> unknown(uri.scheme()))
        .open(uri, environment);
  }

  /** The providers on the class path, by their first scheme. */
  public static List<StoreProvider> providers() {
    return ServiceLoader.load(StoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted((left, right) -> left.schemes().get(0).compareTo(right.schemes().get(0)))
        .toList();
  }

  private static IllegalArgumentException unknown(String scheme) {
    List<String> known =
        providers().stream().flatMap(provider -> provider.schemes().stream()).sorted().toList();
    return new IllegalArgumentException(
        "unknown store scheme '%s'; known are: %s".formatted(scheme, String.join(", ", known)));
  }
}
