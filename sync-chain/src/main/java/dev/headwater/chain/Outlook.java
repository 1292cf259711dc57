package dev.headwater.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.config.LayerSettings;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody who looks at a chain from outside knows of its owner.
 *
 * @param marks how far the owner had followed its layers
 * @param written the names of the layers that the owner writes
 */
record Outlook(FollowMarks marks, Set<String> written) {

  Outlook {
    written = Set.copyOf(written);
  }

  /** What the file of a chain, and its journal at this moment, say. */
  static Outlook of(ChainFile file, StoreEnvironment environment) {
    return new Outlook(
        FollowMarks.seen(
            file.outbox().file().map(uri -> Journals.peek(uri, environment)).orElse(Map.of())),
        file.layers().stream()
            .filter(LayerSettings::isWritten)
            .map(LayerSettings::name)
            .collect(Collectors.toUnmodifiableSet()));
  }
}
