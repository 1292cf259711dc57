package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Store;
import java.util.List;

/**
 * A written layer above one that is followed.
 *
 * @param layer its place in the chain
 * @param store what to call
 */
record LayerAbove(Layer layer, Store store) {

  String name() {
    return layer.name();
  }

  /** Those of the entries whose keys are its business. */
  List<Entry> concerning(List<Entry> entries) {
    return entries.stream().filter(entry -> layer.admits(entry.key())).toList();
  }
}
