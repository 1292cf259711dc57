package dev.headwater.chain;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a chain, top first, and which of them is the authority. Checked; pure.
 *
 * @param name what errors call the chain
 * @param layers the layers, the fastest first
 * @param authorityIndex the index of the topmost complete store: it decides preconditions and is
 *     written first
 */
record ChainShape(String name, List<Layer> layers, int authorityIndex) {

  ChainShape {
    layers = List.copyOf(layers);
  }

  static ChainShape of(List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a chain needs at least one layer");
    }
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      check(layer);
      if (!names.add(layer.name())) {
        throw bad(layer, "name", "is used by two layers");
      }
    }
    int authority = authority(layers);
    checkOrder(layers, authority);
    return new ChainShape(
        "chain(%s)".formatted(String.join(", ", layers.stream().map(Layer::name).toList())),
        layers.stream().map(Layer::restricted).toList(),
        authority);
  }

  ChainShape named(String newName) {
    return new ChainShape(newName, layers, authorityIndex);
  }

  /** Whether the chain writes this key to the layer. */
  boolean writes(int layer, Key key) {
    return layers.get(layer).isWritten() && layers.get(layer).admits(key);
  }

  Layer authority() {
    return layers.get(authorityIndex);
  }

  /** What the whole chain can do. */
  Capabilities capabilities() {
    Capabilities asked = authority().store().capabilities();
    Capabilities own = authority().isWritten() ? asked : asked.readOnly();
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    set.addAll(own.set());
    if (!layers.stream().allMatch(Layer::isLocal)) {
      set.remove(Capability.LOCAL);
    }
    return new Capabilities(
        set,
        new Capabilities.Limits(
            maxValueBytes(),
            own.limits().maxAtomicWrites(),
            own.limits().maxAtomicBytes(),
            timeoutMillis()));
  }

  /* Caches skip what is too large for them; complete stores have to take it. */
  private long maxValueBytes() {
    return layers.stream()
        .filter(layer -> layer.role() == Layer.Role.STORE && layer.isWritten())
        .mapToLong(layer -> layer.store().capabilities().limits().maxValueBytes())
        .min()
        .orElseGet(() -> authority().store().capabilities().limits().maxValueBytes());
  }

  /** A walk may take the deadlines of all layers, and wait as long for another's walk before. */
  long timeoutMillis() {
    return 2 * deadlinesMillis();
  }

  /** How long one call of each layer may take together. */
  long deadlinesMillis() {
    return layers.stream().mapToLong(Layer::deadlineMillis).sum();
  }

  private static void check(Layer layer) {
    if (layer.name().isBlank()) {
      throw new IllegalArgumentException("a layer's name is blank");
    }
    Capabilities capabilities = layer.store().capabilities();
    if (layer.role() == Layer.Role.STORE && !capabilities.has(Capability.COMPLETE)) {
      throw bad(layer, "role", "is store, but its store may forget; make it a cache");
    }
    if (layer.isWritten() && !capabilities.has(Capability.WRITE)) {
      throw bad(
          layer,
          "writeMode",
          "is %s, but its store takes no writes; make it read-only"
              .formatted(word(layer.writeMode())));
    }
    if (layer.isBehind() && layer.isLocal()) {
      throw bad(layer, "writeMode", "is behind, but its store is in memory; make it through");
    }
    requireMillisecond(layer, "deadline", layer.deadline());
    requireMillisecond(layer, "softDeadline", layer.softDeadline());
    if (layer.failuresToOpen() < 1) {
      throw bad(layer, "failuresToOpen", "is less than 1: " + layer.failuresToOpen());
    }
  }

  private static void requireMillisecond(Layer layer, String setting, Optional<Duration> time) {
    if (time.isPresent() && time.get().toMillis() < 1) {
      throw bad(layer, setting, "is less than a millisecond: " + time.get());
    }
  }

  private static int authority(List<Layer> layers) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).role() == Layer.Role.STORE) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "a chain needs a layer of role store, its authority; all of %s are caches"
            .formatted(layers.stream().map(Layer::name).toList()));
  }

  private static void checkOrder(List<Layer> layers, int authority) {
    for (int i = 1; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (i > authority && layer.role() == Layer.Role.CACHE) {
        throw bad(
            layer,
            "role",
            "is cache below the authority '%s', where no read would come"
                .formatted(layers.get(authority).name()));
      }
      if (layer.isLocal() && !layers.get(i - 1).isLocal()) {
        throw bad(
            layer,
            "place",
            "is below '%s', which is slower; put it on top".formatted(layers.get(i - 1).name()));
      }
      if (i > authority && layer.isWritten() && !layers.get(authority).isWritten()) {
        throw bad(
            layer,
            "writeMode",
            "is %s below the read-only authority '%s'"
                .formatted(word(layer.writeMode()), layers.get(authority).name()));
      }
    }
  }

  /* Such as read-only. */
  private static String word(Layer.WriteMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static WrongLayerException bad(Layer layer, String setting, String what) {
    return new WrongLayerException(layer.name(), setting, what);
  }
}
