package dev.headwater.chain.simulation;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.chain.Layer;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import dev.headwater.testkit.simulation.Client;
import dev.headwater.testkit.simulation.Judge;
import dev.headwater.testkit.simulation.Node;
import dev.headwater.testkit.simulation.Server;
import dev.headwater.testkit.simulation.Session;
import dev.headwater.testkit.simulation.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process with a chain, in all its lives. */
final class ChainProcess {

  private static final long SLOW_LOAD_MILLIS = 4_000;

  private final World world;
  private final int number;
  private final Map<String, Server> servers;
  private final Server authority;
  private final VirtualTime.Skewed clock;
  private int lives;
  private @Nullable Life life;

  /**
   * @param servers what each layer that is not in memory is, by name
   */
  ChainProcess(World world, int number, Map<String, Server> servers, Server authority) {
    this.world = world;
    this.number = number;
    this.servers = servers;
    this.authority = authority;
    this.clock = new VirtualTime.Skewed(world.time());
  }

  /** One life of the process, and what it has. */
  record Life(
      Node node, ChainStore chain, HybridClock stamps, Client client, List<Store> memories) {

    Stamp nextStamp() {
      return stamps.next();
    }

    /** Memory is full. */
    void evict(Key key) {
      for (Store memory : memories) {
        Entry held = memory.read(key);
        if (held != null) {
          memory.purge(List.of(Purge.of(held)));
        }
      }
    }
  }

  int number() {
    return number;
  }

  int lives() {
    return lives;
  }

  Server authority() {
    return authority;
  }

  VirtualTime.Skewed clock() {
    return clock;
  }

  /** The life that the process has now; empty if it is dead. */
  Optional<Life> life() {
    Life now = life;
    return now == null || !now.node().isAlive() ? Optional.empty() : Optional.of(now);
  }

  /** Starts the process, unless it crashes on the way. */
  void start() {
    Node node = new Node("p%d.%d".formatted(number, ++lives), world.scheduler(), clock);
    node.run(() -> life = begin(node));
  }

  private Life begin(Node node) {
    Session session = new Session();
    Judge judge =
        new Judge(
            world.ledger(),
            world.network(),
            authority,
            world.time(),
            clock,
            number,
            new Judge.Rules(absenceMillis(), names()));
    Client client = new Client(judge, node, number, world.ledger(), session, world.trace());
    List<Store> memories = new ArrayList<>();
    ChainStore chain = chain(node, memories);
    long origin = 1 + 1000L * number + lives;
    return new Life(node, chain, new HybridClock(origin, clock), client, memories);
  }

  /* An absence lasts longer if the clock is set back meanwhile, and is on time again. */
  private long absenceMillis() {
    long remembered =
        world.plan().clocks() == Plan.Clocks.RIGHT
            ? world.plan().absenceMillis()
            : world.plan().absenceMillis() + 2 * Plan.MAX_OFFSET_MILLIS;
    return remembered + SLOW_LOAD_MILLIS; // a load that another began before
  }

  private ChainStore chain(Node node, List<Store> memories) {
    Plan plan = world.plan();
    ChainStoreBuilder builder =
        ChainStore.builder()
            .background(node.background())
            .listener(new Told(world, node))
            .time(clock)
            .random(world.chance().split())
            .rememberAbsenceFor(Duration.ofMillis(plan.absenceMillis()))
            .rememberedKeys(plan.rememberedKeys());
    for (LayerPlan layer : plan.layers()) {
      Store store = connect(layer, node, memories);
      builder.layer(
          layer.isStore() ? Layer.store(layer.name(), store) : Layer.cache(layer.name(), store));
    }
    return builder.build();
  }

  private Store connect(LayerPlan layer, Node node, List<Store> memories) {
    Server server = servers.get(layer.name());
    if (server != null) {
      return server.connect(node, world.network());
    }
    Store memory =
        ReferenceStore.over(new ReferenceData(), layer.name(), clock, layer.capabilities());
    memories.add(memory);
    return memory;
  }

  private List<String> names() {
    return world.plan().layers().stream().map(LayerPlan::name).toList();
  }

  /** Ends the process without warning. */
  void kill() {
    life().ifPresent(now -> now.node().end());
  }

  /** Ends the process in peace, unless it crashes on the way. */
  void close() {
    life()
        .ifPresent(
            now -> {
              now.node().run(() -> now.chain().close());
              now.node().end();
            });
  }
}
