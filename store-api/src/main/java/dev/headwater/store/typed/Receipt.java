package dev.headwater.store.typed;

import dev.headwater.store.Stamp;
import java.util.List;

/**
 * The proof that a write was made.
 *
 * @param stamp the write's stamp
 * @param behind the names of the layers of a chain that failed to take the write and do not have it
 *     yet; the chain mends them. Empty when all went well
 */
public record Receipt(Stamp stamp, List<String> behind) {
  public Receipt {
    behind = List.copyOf(behind);
  }
}
