package dev.headwater.chain.outbox;

/** Some of the layers that an outbox serves, each a bit at its place. */
record LayerSet(int bits) {

  /** How many layers one outbox can serve. */
  static final int MAX = 31;

  static final LayerSet NONE = new LayerSet(0);

  static LayerSet of(int layer) {
    return new LayerSet(1 << layer);
  }

  /** The first layers, so many. */
  static LayerSet first(int count) {
    return new LayerSet((1 << count) - 1);
  }

  boolean isEmpty() {
    return bits == 0;
  }

  boolean has(int layer) {
    return (bits & 1 << layer) != 0;
  }

  boolean meets(LayerSet other) {
    return (bits & other.bits) != 0;
  }

  LayerSet with(LayerSet other) {
    return new LayerSet(bits | other.bits);
  }

  LayerSet without(LayerSet other) {
    return new LayerSet(bits & ~other.bits);
  }

  LayerSet with(int layer) {
    return with(of(layer));
  }

  LayerSet without(int layer) {
    return without(of(layer));
  }

  LayerSet and(LayerSet other) {
    return new LayerSet(bits & other.bits);
  }
}
