package dev.headwater.cli.chain;

import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.github.LeftAlone;

/**
 * A file of a layer that people committed and that is no entry.
 *
 * @param layer the layer's name
 * @param file which file, and why
 */
record LeftAloneLine(String layer, LeftAlone file) implements Line {

  @Override
  public String text() {
    return Quoting.line(
        "%s: %s is no entry: %s".formatted(layer, Quoting.quoted(file.path()), file.reason()));
  }

  @Override
  public Json json() {
    return Json.ofType("left-alone")
        .with("layer", layer)
        .with("path", file.path())
        .with("reason", file.reason());
  }
}
