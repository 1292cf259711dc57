package dev.headwater.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.config.ChainFileException;
import dev.headwater.chain.config.LayerSettings;
import dev.headwater.chain.config.OutboxSettings;
import dev.headwater.chain.config.Problem;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Store;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Makes a chain of a file. The outbox is opened last, when nothing else can be wrong with the file.
 * What was opened before an error is closed.
 */
final class ChainComposer {

  private final ChainFile file;
  private final StoreEnvironment environment;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

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
    ChainComposer composer = new ChainComposer(file, environment);
    try {
      return composer.compose(own);
    } catch (RuntimeException | Error e) {
      composer.closeAll(e);
      throw e;
    }
  }

  private ChainStore compose(ChainStoreBuilder builder) {
    List<Layer> layers = layers();
    try {
      ChainShape.of(layers);
    } catch (WrongLayerException e) {
      throw wrong(e);
    } catch (IllegalArgumentException e) {
      throw file.wrong(file.lines().of("layer"), String.valueOf(e.getMessage()));
    }
    layers.forEach(builder::layer);
    file.name().ifPresent(builder::name);
    file.acknowledge().map(ChainComposer::acknowledgement).ifPresent(builder::acknowledge);
    file.serveStaleFor().ifPresent(builder::serveStaleFor);
    file.confirmCopiesEvery().ifPresent(builder::confirmCopiesEvery);
    file.rememberAbsenceFor().ifPresent(builder::rememberAbsenceFor);
    file.rememberedKeys().ifPresent(builder::rememberedKeys);
    return builder.encodings(file.encodings()).outbox(outbox(file.outbox())).build();
  }

  /* Opening a store asks no server; what is wrong with its URI is told by the store itself. */
  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (LayerSettings settings : file.layers()) {
      try {
        Store store = Stores.open(settings.store(), environment);
        opened.push(store);
        layers.add(layer(settings, store));
      } catch (IllegalArgumentException e) {
        problems.addAll(
            file.wrong(
                    settings.lines().of("store"),
                    "layer '%s': store: %s".formatted(settings.name(), e.getMessage()))
                .problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ChainFileException(problems);
    }
    return layers;
  }

  private static Layer layer(LayerSettings settings, Store store) {
    Layer layer =
        settings.role().equals("cache")
            ? Layer.cache(settings.name(), store)
            : Layer.store(settings.name(), store);
    layer = written(layer, settings.write()).filter(settings.filter());
    layer = settings.deadline().map(layer::deadline).orElse(layer);
    layer = settings.softDeadline().map(layer::softDeadline).orElse(layer);
    return settings.failuresToOpen().map(layer::failuresToOpen).orElse(layer);
  }

  private static Layer written(Layer layer, String write) {
    return switch (write) {
      case "behind" -> layer.behind();
      case "read-only" -> layer.readOnly();
      default -> layer;
    };
  }

  private static Acknowledgement acknowledgement(String word) {
    return Acknowledgement.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private OutboxConfig outbox(OutboxSettings settings) {
    OutboxConfig config = OutboxConfig.inMemory();
    config = settings.maxEntries().map(config::maxEntries).orElse(config);
    config = settings.maxBytes().map(config::maxBytes).orElse(config);
    config = settings.waitWhenFull().map(config::waitWhenFull).orElse(config);
    config = settings.flushOnClose().map(config::flushOnClose).orElse(config);
    return settings.file().isPresent() ? config.journal(journal(settings)) : config;
  }

  private Journal journal(OutboxSettings settings) {
    try {
      Journal journal = Journals.open(settings.file().orElseThrow(), environment);
      opened.push(journal);
      return journal;
    } catch (IllegalArgumentException e) {
      throw file.wrong(settings.lines().of("file"), "outbox: file: " + e.getMessage());
    }
  }

  private ChainFileException wrong(WrongLayerException error) {
    String setting = setting(error.setting());
    int line =
        file.layers().stream()
            .filter(layer -> layer.name().equals(error.layer()))
            .mapToInt(layer -> layer.lines().of(setting))
            .findFirst()
            .orElse(0);
    return file.wrong(line, "layer '%s': %s %s".formatted(error.layer(), setting, error.what()));
  }

  /* What a file calls a setting of a layer. */
  private static String setting(String name) {
    return name.equals("writeMode")
        ? "write"
        : name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private void closeAll(Throwable error) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        error.addSuppressed(e);
      }
    }
  }
}
