package dev.headwater.store.typed;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.List;

/**
 * The proof that a write was made.
 *
 * @param key the key that was written
 * @param stamp the write's stamp
 * @param behind the names of the layers of a chain that do not have the write yet, because it was
 *     acknowledged before or because they failed to take it; the chain delivers it. Empty when all
 *     have it
 */
public record Receipt(Key key, Stamp stamp, List<String> behind) {
  public Receipt {
    behind = List.copyOf(behind);
  }
}
