package dev.headwater.store.journal;

import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Opens journals by their URIs, with whichever providers are on the class path. */
public final class Journals {

  private Journals() {}

  /**
   * Opens the journal with this URI, such as {@code sqlite:/var/lib/app/outbox.db}. The caller
   * closes it.
   *
   * @throws IllegalArgumentException if no provider knows the scheme, or the URI is wrong
   */
  public static Journal open(String uri, StoreEnvironment environment) {
    return open(StoreUri.parse(uri), environment);
  }

  /** As {@link #open(String, StoreEnvironment)}. */
  public static Journal open(StoreUri uri, StoreEnvironment environment) {
    return provider(uri).open(uri, environment);
  }

  /**
   * What the journal with this URI holds at this moment, by section, whoever owns it; nothing if
   * there is none yet.
   *
   * @throws IllegalArgumentException if no provider knows the scheme, or the URI is wrong
   * @throws dev.headwater.store.StoreUnavailableException if it can't be read
   */
  public static Map<String, List<Journal.Saved>> peek(String uri, StoreEnvironment environment) {
    return peek(StoreUri.parse(uri), environment);
  }

  /** As {@link #peek(String, StoreEnvironment)}. */
  public static Map<String, List<Journal.Saved>> peek(StoreUri uri, StoreEnvironment environment) {
    return provider(uri).peek(uri, environment);
  }

  /**
   * Who owns the journal with this URI at this moment, such as {@code process 4711}.
   *
   * @throws IllegalArgumentException if no provider knows the scheme, or the URI is wrong
   * @throws dev.headwater.store.StoreUnavailableException if that can't be found out
   */
  public static Optional<String> owner(StoreUri uri, StoreEnvironment environment) {
    return provider(uri).owner(uri, environment);
  }

  /** The schemes of the providers on the class path, sorted. */
  public static List<String> schemes() {
    return providers().stream().flatMap(provider -> provider.schemes().stream()).sorted().toList();
  }

  private static JournalProvider provider(StoreUri uri) {
    return providers().stream()
        .filter(provider -> provider.schemes().contains(uri.scheme()))
        .findFirst()
        .orElseThrow(() -> unknown(uri.scheme()));
  }

  private static List<JournalProvider> providers() {
    return ServiceLoader.load(JournalProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static IllegalArgumentException unknown(String scheme) {
    return new IllegalArgumentException(
        "no journal can be kept in '%s:'; possible are: %s".formatted(scheme, schemes()));
  }
}
