package dev.headwater.cli.chain;

import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Key;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a chain, in one line.
 *
 * @param time when
 * @param kind what
 * @param layer in which layer, or {@code null} if in the chain as a whole
 * @param key to which key, or {@code null} if to none in particular
 * @param detail why, or how much; {@code null} if there is no more to say
 */
record ChainEvent(
    Instant time, Kind kind, @Nullable String layer, @Nullable Key key, @Nullable String detail)
    implements Line {

  /** What may happen. */
  enum Kind {
    STARTED("running"),
    FOLLOWING("its changes are followed"),
    LOST("its changes can't be followed"),
    AWAY("away"),
    BACK("back"),
    DELIVERED("delivered"),
    UPDATED("a copy was replaced"),
    FAILED("failed"),
    DEAD_LETTER("a dead letter"),
    WITHDRAWN("undone"),
    SUPERSEDED("superseded"),
    COLLIDED("two entries with one stamp: a node id is used twice"),
    FULL("the outbox is full: writes are refused"),
    STALE("copies may be out of date, since its changes have not been heard of for a while"),
    CURRENT("copies are current again"),
    UP("all is well"),
    DEGRADED("degraded"),
    DOWN("down"),
    ENDING("ending: delivering what waits"),
    LEFT_OUT("so many events were not told");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  @Override
  public String text() {
    return "%s %s%s%s%s"
        .formatted(
            time.truncatedTo(ChronoUnit.SECONDS),
            layer == null ? "" : layer + ": ",
            kind.words,
            key == null ? "" : " " + Quoting.quoted(key.text()),
            detail == null ? "" : ": " + Quoting.line(detail));
  }

  @Override
  public Json json() {
    Json json =
        Json.ofType("event")
            .with("event", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .with("time", time.toString());
    if (layer != null) {
      json.with("layer", layer);
    }
    if (key != null) {
      json.with("key", key.text());
    }
    return detail == null ? json : json.with("detail", detail);
  }
}
