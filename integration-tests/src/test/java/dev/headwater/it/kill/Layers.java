package dev.headwater.it.kill;

import dev.headwater.it.GitClone;
import dev.headwater.it.Servers;
import dev.headwater.it.kill.Shape.Place;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The layers of a chain, looked at past the chain, while no process writes. */
final class Layers implements AutoCloseable {

  private final List<Place> complete;
  private final Map<Place, Store> stores = new EnumMap<>(Place.class);

  private Layers(Orders orders) {
    this.complete = orders.shape().complete();
    for (Place place : orders.shape().places()) {
      stores.put(place, Servers.open(orders.uri(place)));
    }
  }

  static Layers open(Orders orders) {
    return new Layers(orders);
  }

  /** Holds against the ledger what the layers hold, whatever is owed to them. */
  void look(Ledger ledger) {
    for (Key key : Keys.all()) {
      stores.forEach((place, store) -> ledger.passing(place.name(), key, store.read(key)));
      ledger.decided(authority().name(), key, decided(key));
    }
  }

  /** {@link #look}, when nothing is owed to any of them. */
  void check(Ledger ledger) {
    look(ledger);
    for (Key key : Keys.all()) {
      Entry decided = decided(key);
      stores.forEach(
          (place, store) -> {
            Entry held = store.read(key);
            if (!complete.contains(place)) {
              ledger.cached(place.name(), key, held);
              return;
            }
            ledger.complete(place.name(), key, held);
            if (!Objects.equals(held, decided)) {
              ledger.wrong(
                  "%s has %s, and %s, which decides, %s"
                      .formatted(place, held, authority(), decided));
            }
          });
    }
  }

  /** Holds against the ledger the files that a clone of the repository has. */
  void checkFiles(Path repository, Ledger ledger) {
    GitClone.check(repository);
    GitClone clone = GitClone.of(repository, repository.resolveSibling("clone"));
    List<String> expected = new ArrayList<>();
    for (Key key : Keys.all()) {
      Entry decided = decided(key);
      if (decided != null && !decided.isTombstone()) {
        expected.add(key.text());
        if (!Arrays.equals(clone.bytes(key.text()), decided.value().sharedBytes())) {
          ledger.wrong("the file %s is not what %s has".formatted(key, authority()));
        }
      }
    }
    Collections.sort(expected);
    if (!clone.files().equals(expected)) {
      ledger.wrong("the clone has the files %s, not %s".formatted(clone.files(), expected));
    }
  }

  private Place authority() {
    return complete.get(0);
  }

  private @Nullable Entry decided(Key key) {
    return Objects.requireNonNull(stores.get(authority())).read(key);
  }

  @Override
  public void close() {
    stores.values().forEach(Store::close);
  }
}
