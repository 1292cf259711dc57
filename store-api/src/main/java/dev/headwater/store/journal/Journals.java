package dev.headwater.store.journal;

import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import java.util.List;
import java.util.Map;
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
    StoreUri parsed = StoreUri.parse(uri);
    return provider(parsed).open(parsed, environment);
  }

  /**
   * What the journal with this URI holds at this moment, by section, whoever owns it.
   *
   * @throws IllegalArgumentException if no provider knows the scheme, or the URI is wrong
   * @throws dev.headwater.store.StoreUnavailableException if there is none, or it can't be read
   */
  public static Map<String, List<Journal.Saved>> peek(String uri, StoreEnvironment environment) {
    StoreUri parsed = StoreUri.parse(uri);
    return provider(parsed).peek(parsed, environment);
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
    List<String> known =
        providers().stream().flatMap(provider -> provider.schemes().stream()).sorted().toList();
    return new IllegalArgumentException(
        "no journal can be kept in '%s:'; possible are: %s".formatted(scheme, known));
  }
}
