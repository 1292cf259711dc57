package dev.headwater.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.config.ChainFileException;
import dev.headwater.chain.config.LayerSettings;
import dev.headwater.chain.config.Problem;
import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The layers that a file describes: opened, checked, and not put together to a chain; for a look at
 * each of them. Opening asks no server.
 *
 * @param layers the layers, the topmost first
 * @param authority which of them decides
 */
public record ChainLayers(List<Layer> layers, Layer authority) implements AutoCloseable {

  public ChainLayers {
    layers = List.copyOf(layers);
  }

  /**
   * Opens the layers of a file.
   *
   * @throws ChainFileException if the file describes no chain
   */
  public static ChainLayers open(ChainFile file, StoreEnvironment environment) {
    List<Layer> opened = new ArrayList<>();
    try {
      openAll(file, environment, opened);
      int authority = ChainShape.of(opened).authorityIndex();
      return new ChainLayers(opened, opened.get(authority));
    } catch (IllegalArgumentException e) {
      closeAll(opened, e);
      throw inFile(e, file);
    } catch (RuntimeException | Error e) {
      closeAll(opened, e);
      throw e;
    }
  }

  /* What is wrong with a store's URI is told by the store itself. */
  private static void openAll(ChainFile file, StoreEnvironment environment, List<Layer> opened) {
    List<Problem> problems = new ArrayList<>();
    for (LayerSettings settings : file.layers()) {
      try {
        opened.add(layer(settings, Stores.open(settings.store(), environment)));
      } catch (IllegalArgumentException e) {
        String what = "layer '%s': store: %s".formatted(settings.name(), e.getMessage());
        problems.addAll(file.wrong(settings.lines().of("store"), what).problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ChainFileException(problems);
    }
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

  private static ChainFileException inFile(IllegalArgumentException error, ChainFile file) {
    if (error instanceof ChainFileException known) {
      return known;
    }
    return error instanceof WrongLayerException wrong
        ? inFile(wrong, file)
        : file.wrong(file.lines().of("layer"), String.valueOf(error.getMessage()));
  }

  private static ChainFileException inFile(WrongLayerException error, ChainFile file) {
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

  @Override
  public void close() {
    layers.forEach(layer -> layer.store().close());
  }

  /* After an error. */
  void closeAll(Throwable error) {
    closeAll(layers, error);
  }

  private static void closeAll(List<Layer> layers, Throwable error) {
    for (Layer layer : layers) {
      try {
        layer.store().close();
      } catch (RuntimeException e) {
        error.addSuppressed(e);
      }
    }
  }
}
