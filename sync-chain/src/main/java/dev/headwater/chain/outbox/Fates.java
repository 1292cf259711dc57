package dev.headwater.chain.outbox;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the last writes that some layers did not get. Bounded. Not thread-safe. */
final class Fates {

  private final int maxWrites;
  private final Map<Id, Fate> fates =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Fate> eldest) {
          return size() > maxWrites;
        }
      };

  Fates(int maxWrites) {
    this.maxWrites = maxWrites;
  }

  private record Id(Key key, Stamp stamp) {}

  /** Which layers did not get a write. */
  private record Fate(LayerSet superseded, LayerSet withdrawn, LayerSet dead) {
    static final Fate NONE = new Fate(LayerSet.NONE, LayerSet.NONE, LayerSet.NONE);

    Fate with(LayerSet layers, Delivery.State state) {
      return switch (state) {
        case SUPERSEDED -> new Fate(superseded.with(layers), withdrawn, dead);
        case WITHDRAWN -> new Fate(superseded, withdrawn.with(layers), dead);
        case DEAD -> new Fate(superseded, withdrawn, dead.with(layers));
        case PENDING, DELIVERED ->
            new Fate(superseded.without(layers), withdrawn.without(layers), dead.without(layers));
      };
    }
  }

  void add(Key key, Stamp stamp, LayerSet layers, Delivery.State state) {
    fates.merge(
        new Id(key, stamp),
        Fate.NONE.with(layers, state),
        (known, ignored) -> known.with(layers, state));
  }

  /** The state of the write in this layer; {@code null} if nothing is known. */
  Delivery.@Nullable State of(Key key, Stamp stamp, int layer) {
    Fate fate = fates.get(new Id(key, stamp));
    if (fate == null) {
      return null;
    }
    if (fate.dead().has(layer)) {
      return Delivery.State.DEAD;
    }
    if (fate.withdrawn().has(layer)) {
      return Delivery.State.WITHDRAWN;
    }
    return fate.superseded().has(layer) ? Delivery.State.SUPERSEDED : null;
  }
}
