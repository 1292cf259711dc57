package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers on top that {@link LocalCopies} keeps, as reads look into them. */
final class MemoryLayers {

  private final String[] names;
  private final Store[] stores;
  private final LocalCopies copies;
  private final ChainListener listener;

  /**
   * @param stores the stores of the topmost layers, as many as are kept
   */
  MemoryLayers(ChainShape shape, List<Store> stores, LocalCopies copies, ChainListener listener) {
    this.names =
        shape.layers().stream().limit(stores.size()).map(Layer::name).toArray(String[]::new);
    this.stores = stores.toArray(Store[]::new);
    this.copies = copies;
    this.listener = listener;
  }

  /** The store on top, or {@code null} if no layer is in memory. */
  @Nullable Store top() {
    return stores.length == 0 ? null : stores[0];
  }

  /** The copy in the topmost layer that has one, from this layer on; {@code null} if none has. */
  Walk.@Nullable Copy find(Key key, int from) {
    for (int layer = from; layer < stores.length; layer++) {
      Entry entry = stores[layer].read(key);
      if (entry != null) {
        listener.hit(names[layer], key);
        if (layer > 0) {
          copies.arrived(entry, copies.ticket(key));
        }
        return new Walk.Copy(entry, layer);
      }
      listener.miss(names[layer], key);
    }
    return null;
  }

  /** The answer of the topmost layer that has one, which nobody is told of. */
  @Nullable Answer peek(Key key) {
    for (int layer = 0; layer < stores.length; layer++) {
      Entry entry = stores[layer].read(key);
      if (entry != null) {
        return Answer.current(entry, names[layer]);
      }
    }
    return null;
  }
}
