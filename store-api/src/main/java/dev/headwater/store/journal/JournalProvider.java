package dev.headwater.store.journal;

import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens journals of some URI schemes. Found by {@link java.util.ServiceLoader}. */
public interface JournalProvider {

  /** The schemes, the usual one first. */
  List<String> schemes();

  /**
   * Opens a journal and takes hold of it.
   *
   * @throws IllegalArgumentException if the URI is not one of this journal, naming the part
   * @throws dev.headwater.store.StoreUnavailableException if it can't be opened, or is in use
   * @throws dev.headwater.store.RejectedException if what is there is no journal of this version
   */
  Journal open(StoreUri uri, StoreEnvironment environment);

  /**
   * What a journal holds at this moment, by section, whoever owns it; nothing if there is none yet.
   * Changes nothing and takes no hold of it; for a look from outside.
   *
   * @throws IllegalArgumentException if the URI is not one of this journal, naming the part
   * @throws dev.headwater.store.StoreUnavailableException if it can't be read
   * @throws dev.headwater.store.RejectedException if what is there is no journal of this version
   */
  Map<String, List<Journal.Saved>> peek(StoreUri uri, StoreEnvironment environment);

  /**
   * Who owns a journal at this moment, such as {@code process 4711}; empty if nobody does. Whoever
   * takes hold of it meanwhile is not disturbed.
   *
   * @throws IllegalArgumentException if the URI is not one of this journal, naming the part
   * @throws dev.headwater.store.StoreUnavailableException if that can't be found out
   */
  Optional<String> owner(StoreUri uri, StoreEnvironment environment);
}
