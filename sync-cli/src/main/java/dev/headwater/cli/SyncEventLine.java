package dev.headwater.cli;

import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Key;
import dev.headwater.sync.SyncEvent;
import java.util.Locale;

/** What a sync did with a key. */
record SyncEventLine(SyncEvent event) implements Line {

  @Override
  public String text() {
    Key key = event.key();
    return "%-8s %-7s %s (%s)"
        .formatted(
            lower(event.kind()),
            lower(event.side()),
            key == null ? "-" : Quoting.name(key.text()),
            Quoting.line(event.reason()));
  }

  @Override
  public Json json() {
    Key key = event.key();
    return Json.ofType(lower(event.kind()))
        .with("key", key == null ? null : key.text())
        .with("side", lower(event.side()))
        .with("reason", event.reason());
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
