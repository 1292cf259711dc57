package dev.headwater.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.config.OutboxSettings;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes a chain of a file. The outbox is opened last, when nothing else can be wrong with the file.
 * What was opened before an error is closed.
 */
final class ChainComposer {

  private final ChainFile file;
  private final StoreEnvironment environment;

  private ChainComposer(ChainFile file, StoreEnvironment environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * Opens the chain of a file.
   *
   * @param own what the chain needs that is in no file
   */
  static ChainStore open(ChainFile file, StoreEnvironment environment, ChainStoreBuilder own) {
    ChainLayers layers = ChainLayers.open(file, environment);
    try {
      return new ChainComposer(file, environment).compose(own, layers);
    } catch (RuntimeException | Error e) {
      layers.closeAll(e);
      throw e;
    }
  }

  private ChainStore compose(ChainStoreBuilder builder, ChainLayers layers) {
    layers.layers().forEach(builder::layer);
    file.name().ifPresent(builder::name);
    file.acknowledge().map(ChainComposer::acknowledgement).ifPresent(builder::acknowledge);
    file.serveStaleFor().ifPresent(builder::serveStaleFor);
    file.confirmCopiesEvery().ifPresent(builder::confirmCopiesEvery);
    file.rememberAbsenceFor().ifPresent(builder::rememberAbsenceFor);
    file.rememberedKeys().ifPresent(builder::rememberedKeys);
    builder.encodings(file.encodings());
    Optional<Journal> journal = journal(file.outbox());
    try {
      return builder.outbox(outbox(file.outbox(), journal)).build();
    } catch (RuntimeException | Error e) {
      journal.ifPresent(opened -> close(opened, e));
      throw e;
    }
  }

  private static Acknowledgement acknowledgement(String word) {
    return Acknowledgement.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static OutboxConfig outbox(OutboxSettings settings, Optional<Journal> journal) {
    OutboxConfig config = OutboxConfig.inMemory();
    config = settings.maxEntries().map(config::maxEntries).orElse(config);
    config = settings.maxBytes().map(config::maxBytes).orElse(config);
    config = settings.waitWhenFull().map(config::waitWhenFull).orElse(config);
    config = settings.flushOnClose().map(config::flushOnClose).orElse(config);
    return journal.map(config::journal).orElse(config);
  }

  private Optional<Journal> journal(OutboxSettings settings) {
    try {
      return settings.file().map(uri -> Journals.open(uri, environment));
    } catch (IllegalArgumentException e) {
      throw file.wrong(settings.lines().of("file"), "outbox: file: " + e.getMessage());
    }
  }

  private static void close(Journal journal, Throwable error) {
    try {
      journal.close();
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }
}
