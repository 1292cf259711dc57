package dev.headwater.chain;

/** A layer does not fit into its chain. The message names the layer and the setting. */
final class WrongLayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String layer;
  private final String setting;
  private final String what;

  /**
   * @param setting the setting, as {@link Layer} calls it
   */
  WrongLayerException(String layer, String setting, String what) {
    super("layer '%s': %s %s".formatted(layer, setting, what));
    this.layer = layer;
    this.setting = setting;
    this.what = what;
  }

  String layer() {
    return layer;
  }

  String setting() {
    return setting;
  }

  /** What is wrong with the setting, as the rest of a sentence about it. */
  String what() {
    return what;
  }
}
