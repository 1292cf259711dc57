package dev.headwater.chain.simulation;

import dev.headwater.store.Key;
import dev.headwater.testkit.simulation.Chance;
import dev.headwater.testkit.simulation.Histories;
import dev.headwater.testkit.simulation.Node;
import dev.headwater.testkit.simulation.Server;
import dev.headwater.testkit.simulation.Trace;
import dev.headwater.testkit.simulation.Weather;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One history of chains: steps of any kind in bad weather, and then healing. */
final class ChainHistory {

  private static final int MAX_DEPTH = 2;
  private static final int EDITS_PER_MILLE = 40;
  private static final int LISTENERS_PER_MILLE = 15;

  private final World world;
  private final Chance chance;
  private final Deeds deeds;
  private int depth; // of steps within steps

  ChainHistory(long seed, Trace trace) {
    chance = new Chance(seed);
    Plan plan = Plan.of(chance);
    trace.add(plan.hashCode() * 0, plan::toString);
    world = new World(plan, chance, trace);
    deeds = new Deeds(world);
  }

  Histories.Sum run() {
    world.network().meanwhile(this::meanwhile);
    world.network().weather(Weather.CALM);
    world.processes().forEach(ChainProcess::start);
    world.network().weather(world.plan().weather());
    for (int i = 0; i < world.plan().steps(); i++) {
      step();
    }
    new Healing(world).run();
    return new Histories.Sum(
        world.plan().steps(),
        world.network().faults(),
        world.processes().stream().mapToLong(ChainProcess::lives).sum());
  }

  /* While a call is on its way, anything may happen, of any process. */
  private void meanwhile(Node caller) {
    if (depth < MAX_DEPTH) {
      depth++;
      try {
        for (int i = chance.between(1, 2); i > 0; i--) {
          step();
        }
      } finally {
        depth--;
      }
    }
  }

  private void step() {
    if (!world.people().isEmpty() && chance.perMille(EDITS_PER_MILLE)) {
      edit();
      return;
    }
    int dice = chance.below(100);
    if (dice < 55) {
      act();
    } else if (dice < 75) {
      work();
    } else if (dice < 85) {
      pass(chance.between(1, 60));
    } else if (dice < 87) {
      pass(depth == 0 ? chance.between(500, 30_000) : 1); // a call ends within its timeout
    } else if (dice < 95) {
      forget();
    } else if (dice < 97) {
      outage();
    } else {
      live();
    }
  }

  private void act() {
    ChainProcess process = chance.pick(world.processes());
    Optional<ChainProcess.Life> life = process.life();
    if (life.isPresent()) {
      if (chance.perMille(LISTENERS_PER_MILLE)) {
        process.listen();
      }
      deeds.any(life.get());
    } else if (process.isDead() && chance.perMille(200)) {
      start(process);
    }
  }

  private void edit() {
    Set<Key> keys = new LinkedHashSet<>();
    for (int i = chance.between(1, 2); i > 0; i--) {
      keys.add(chance.pick(world.plan().keys()));
    }
    chance.pick(world.people()).edit(keys);
  }

  private void start(ChainProcess process) {
    process.start();
    world.trace().add(20, () -> "process %d started".formatted(process.number()));
  }

  private void work() {
    for (int i = chance.between(1, 4); i > 0; i--) {
      world.scheduler().runOne();
    }
  }

  private void pass(int millis) {
    world.trace().add(millis, () -> "%d ms pass".formatted(millis));
    world.scheduler().advance(millis);
  }

  private void forget() {
    Key key = chance.pick(world.plan().keys());
    List<Server> servers = world.servers();
    if (chance.perMille(600)) {
      chance.pick(world.processes()).life().ifPresent(life -> life.evict(key));
      world.trace().add(21, () -> "memory forgets " + key);
      return;
    }
    Server server = chance.pick(servers);
    if (chance.perMille(300)) {
      server.forgetChanges();
      world.trace().add(22, () -> server.name() + " forgets its changes");
    } else if (server.name().equals("cache")) {
      world.trace().add(23, () -> "the cache forgets " + key);
      server.evict(key);
    }
  }

  private void outage() {
    Server server = chance.pick(world.servers());
    boolean mayFail = world.plan().weather().failBefore() > 0;
    if (mayFail && chance.perMille(350)) {
      world.trace().add(24, () -> server.name() + " is down");
      server.down();
    } else {
      world.trace().add(25, () -> server.name() + " is up");
      server.up();
    }
  }

  private void live() {
    ChainProcess process = chance.pick(world.processes());
    if (world.plan().clocks() == Plan.Clocks.WRONG && chance.perMille(300)) {
      int offset = chance.between(-Plan.MAX_OFFSET_MILLIS, Plan.MAX_OFFSET_MILLIS);
      world
          .trace()
          .add(offset, () -> "clock of %d is off by %d".formatted(process.number(), offset));
      process.clock().set(offset);
    } else if (world.plan().ends() == Plan.Ends.SOMETIMES) {
      world.network().trouble();
      if (chance.perMille(300)) {
        world.trace().add(26, () -> "process %d ends".formatted(process.number()));
        process.close();
      } else {
        world.trace().add(27, () -> "process %d is killed".formatted(process.number()));
        process.kill();
      }
    }
  }
}
