package dev.headwater.cli.files;

import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.cli.output.Quoting;

/**
 * A file or key that was left as it is, while the others went on.
 *
 * @param name the file's path below its directory, or the key
 * @param reason why, and what to do
 */
public record HeldBack(String name, String reason) implements Line {

  @Override
  public String text() {
    return "held back %s: %s".formatted(Quoting.quoted(name), Quoting.line(reason));
  }

  @Override
  public Json json() {
    return Json.ofType("held").with("name", name).with("reason", reason);
  }
}
