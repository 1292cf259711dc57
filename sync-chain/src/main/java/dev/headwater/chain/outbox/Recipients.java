package dev.headwater.chain.outbox;

import dev.headwater.store.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The layers that an outbox serves, the topmost first; one is the authority. Immutable. */
final class Recipients {

  private final List<Recipient> layers;
  private final List<String> names;
  private final int authority;

  /**
   * @throws IllegalArgumentException if they are too many, or none of them is the authority
   */
  Recipients(List<Recipient> layers) {
    if (layers.size() > LayerSet.MAX) {
      throw new IllegalArgumentException(
          "a chain writes to at most %d layers".formatted(LayerSet.MAX));
    }
    this.layers = List.copyOf(layers);
    this.names = layers.stream().map(Recipient::name).toList();
    this.authority = authority(layers);
  }

  private static int authority(List<Recipient> layers) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).role() == Recipient.Role.AUTHORITY) {
        return i;
      }
    }
    throw new IllegalArgumentException("none of the layers is the authority");
  }

  int count() {
    return layers.size();
  }

  Recipient at(int place) {
    return layers.get(place);
  }

  /** The authority's place. */
  int authority() {
    return authority;
  }

  String name(int place) {
    return names.get(place);
  }

  List<String> names() {
    return names;
  }

  /** The names of these layers; the authority first, so that a record tells which one it is. */
  List<String> names(LayerSet some) {
    List<String> found = new ArrayList<>();
    if (some.has(authority)) {
      found.add(names.get(authority));
    }
    for (int place = 0; place < names.size(); place++) {
      if (place != authority && some.has(place)) {
        found.add(names.get(place));
      }
    }
    return found;
  }

  /** The layer's place, or -1. */
  int place(String layer) {
    return names.indexOf(layer);
  }

  /** The places of the layers of these names, which there are. */
  LayerSet places(Collection<String> some) {
    LayerSet set = LayerSet.NONE;
    for (String layer : some) {
      set = set.with(place(layer));
    }
    return set;
  }

  /** The layers whose business the key is. */
  LayerSet all(Key key) {
    LayerSet set = LayerSet.NONE;
    for (int place = 0; place < layers.size(); place++) {
      set = layers.get(place).admits().test(key) ? set.with(place) : set;
    }
    return set;
  }

  /** {@link #all} but the authority. */
  LayerSet others(Key key) {
    return all(key).without(authority);
  }
}
