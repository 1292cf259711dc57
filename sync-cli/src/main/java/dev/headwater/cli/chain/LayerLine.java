package dev.headwater.cli.chain;

import dev.headwater.chain.Layer;
import dev.headwater.chain.outbox.LayerStatus;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.cli.output.Quoting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a layer of a chain is.
 *
 * @param layer the layer
 * @param role its role: {@code cache}, {@code store}, or {@code authority}
 * @param probe what it answered; empty if it is in the memory of each process
 * @param owed what the outbox owes to it
 */
record LayerLine(Layer layer, String role, Optional<Probe> probe, LayerStatus owed)
    implements Line {

  /** A write that waits longer than this means that its layer is behind. */
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final String FORMAT = "%-12s %-10s %-10s %-10s %-9s %8s %10s %10s %5s";

  static String heading() {
    return FORMAT.formatted(
        "LAYER", "ROLE", "WRITTEN", "ANSWERS", "CHANGES", "WAITING", "SIZE", "OLDEST", "DEAD");
  }

  boolean isAway() {
    return probe.isPresent() && !probe.get().answered();
  }

  /** Whether nobody has to do anything about it. */
  boolean isWell() {
    return probe.map(Probe::isFollowable).orElse(true)
        && owed.deadLetters() == 0
        && owed.oldest().compareTo(SOON) <= 0;
  }

  /** Why it does not answer, or can't be followed. */
  Optional<String> error() {
    return probe.flatMap(one -> one.answer().or(one::feed));
  }

  /** What people committed to it and is no entry. */
  List<LeftAloneLine> leftAlone() {
    return probe.map(Probe::leftAlone).orElse(List.of()).stream()
        .map(file -> new LeftAloneLine(layer.name(), file))
        .toList();
  }

  @Override
  public String text() {
    return FORMAT
        .formatted(
            Quoting.name(layer.name()),
            role,
            written(),
            probe.map(LayerLine::answers).orElse("-"),
            probe.map(LayerLine::changes).orElse("-"),
            layer.isWritten() && probe.isPresent() ? Amounts.count(owed.entries()) : "-",
            owed.entries() == 0 ? "-" : Amounts.bytes(owed.bytes()),
            owed.entries() == 0 ? "-" : Amounts.age(owed.oldest()),
            owed.deadLetters() == 0 ? "-" : Amounts.count(owed.deadLetters()))
        .stripTrailing();
  }

  private static String answers(Probe probe) {
    return probe.took().map(time -> "in " + Amounts.age(time)).orElse("no");
  }

  private static String changes(Probe probe) {
    return probe.isFollowable() ? "yes" : "no";
  }

  private String written() {
    return layer.writeMode().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Json json() {
    Json json =
        Json.ofType("layer")
            .with("name", layer.name())
            .with("role", layer.role().name().toLowerCase(Locale.ROOT))
            .with("authority", role.equals(ChainStatus.AUTHORITY))
            .with("write", written());
    probe.ifPresent(one -> withProbe(json, one));
    return json.with("waiting", owed.entries())
        .with("waitingBytes", owed.bytes())
        .with("oldestMillis", owed.oldest().toMillis())
        .with("deadLetters", owed.deadLetters());
  }

  private void withProbe(Json json, Probe one) {
    json.with("answers", one.answered()).with("followable", one.isFollowable());
    one.took().ifPresent(time -> json.with("millis", time.toMillis()));
    error().ifPresent(error -> json.with("error", error));
  }
}
