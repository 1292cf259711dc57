package dev.headwater.chain.simulation;

import dev.headwater.chain.outbox.LayerStatus;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.testkit.simulation.Audience;
import dev.headwater.testkit.simulation.Issued;
import dev.headwater.testkit.simulation.Server;
import dev.headwater.testkit.simulation.Violation;
import dev.headwater.testkit.simulation.Weather;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The end of a history: all faults stop, the time goes on, and everything must come right. */
final class Healing {

  private static final int ROUNDS = 16;
  private static final int ROUND_MILLIS = 5_000;

  private final World world;

  Healing(World world) {
    this.world = world;
  }

  void run() {
    world.trace().add(30, () -> "healing");
    world.network().weather(Weather.CALM);
    world.servers().forEach(Server::up);
    for (ChainProcess process : world.processes()) {
      process.clock().set(0);
      if (process.life().isEmpty()) {
        process.start();
      }
    }
    for (int i = 0; i < ROUNDS; i++) {
      world.scheduler().advance(ROUND_MILLIS);
      world.scheduler().runAll();
    }
    world.ledger().requireAtomicity();
    requireAcknowledged();
    world.processes().forEach(this::requireNothingOwed);
    if (world.plan().isOwedEverywhere()) {
      world.processes().forEach(this::requireEverywhere);
    }
    world.processes().forEach(this::readAll);
    world.processes().stream()
        .flatMap(process -> process.life().stream())
        .forEach(life -> life.audiences().forEach(Audience::requireCurrent));
    world.processes().forEach(ChainProcess::close);
  }

  private void requireAcknowledged() {
    for (Issued issued : world.ledger().all()) {
      if (issued.fate() == Issued.Fate.HELD || issued.fate() == Issued.Fate.ACCEPTED) {
        Entry held = world.authority(issued).peek(issued.key());
        if (held == null || issued.stamp().isAfter(held.stamp())) {
          throw new Violation("W2", "lost: %s; held is %s".formatted(issued, held));
        }
      }
    }
  }

  private void requireNothingOwed(ChainProcess process) {
    for (LayerStatus status : living(process).chain().outbox().status()) {
      if (status.entries() > 0) {
        throw new Violation("W2", "p%d still owes: %s".formatted(process.number(), status));
      }
    }
  }

  private static ChainProcess.Life living(ChainProcess process) {
    return process.life().orElseThrow(() -> new IllegalStateException("a process did not start"));
  }

  /* What the authority holds, the stores below it hold. */
  private void requireEverywhere(ChainProcess process) {
    for (Server server : process.stores()) {
      for (Key key : world.plan().keys()) {
        Entry held = process.authority().peek(key);
        Entry there = server.peek(key);
        if (!Objects.equals(held, there)) {
          throw new Violation(
              "W2", "%s holds %s, the authority %s".formatted(server.name(), there, held));
        }
      }
    }
  }

  private void readAll(ChainProcess process) {
    ChainProcess.Life life = living(process);
    for (Key key : world.plan().keys()) {
      Entry held = process.authority().peek(key);
      Entry read = life.client().read(life.chain(), key);
      if (!mayBeStale() && !sameToReaders(held, read)) {
        throw new Violation(
            "F1", "%s reads %s, the authority holds %s".formatted(life.node().name(), read, held));
      }
    }
  }

  /* A cache may hold what somebody gave to it late, after it had forgotten what was newer. */
  private boolean mayBeStale() {
    return world.plan().layers().stream().anyMatch(l -> l.kind() == LayerPlan.Kind.CACHE);
  }

  private boolean sameToReaders(@Nullable Entry held, @Nullable Entry read) {
    long now = world.time().millis();
    if (held == null || held.isExpiredAt(now)) {
      return read == null;
    }
    return held.equals(read);
  }
}
