package dev.headwater.chain.simulation;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.chain.Layer;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import dev.headwater.testkit.simulation.Audience;
import dev.headwater.testkit.simulation.Client;
import dev.headwater.testkit.simulation.Disk;
import dev.headwater.testkit.simulation.Issued;
import dev.headwater.testkit.simulation.Judge;
import dev.headwater.testkit.simulation.Node;
import dev.headwater.testkit.simulation.Server;
import dev.headwater.testkit.simulation.Session;
import dev.headwater.testkit.simulation.Violation;
import dev.headwater.testkit.simulation.VirtualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process with a chain, in all its lives. */
final class ChainProcess {

  private static final String CLOCK = "clock";
  private static final long SLOW_LOAD_MILLIS = 4_000;
  private static final int MAX_AUDIENCES = 3;

  private final World world;
  private final int number;
  private final Map<String, Server> servers;
  private final Server authority;
  private final VirtualTime.Skewed clock;
  private final Disk disk;
  private int lives;
  private @Nullable Life life;
  private boolean starting;
  private boolean closing;

  /**
   * @param servers what each layer that is not in memory is, by name
   */
  ChainProcess(World world, int number, Map<String, Server> servers, Server authority) {
    this.world = world;
    this.number = number;
    this.servers = servers;
    this.authority = authority;
    this.clock = new VirtualTime.Skewed(world.time());
    this.disk = new Disk(world.network(), CLOCK);
    disk.write(new Journal.Put(CLOCK, 0, clock(1 + number)));
  }

  /* The clock's record as of docs/layout/journal.md, so that node ids are not random. */
  private static byte[] clock(long origin) {
    return ByteBuffer.allocate(17).put((byte) 1).putLong(origin).putLong(0).array();
  }

  /** One life of the process, and what it has. */
  record Life(
      Node node,
      ChainStore chain,
      HybridClock stamps,
      Client client,
      List<Store> memories,
      List<Audience> audiences,
      List<Subscription> subscriptions,
      Told told) {

    Stamp nextStamp() {
      if (stamps != chain.clock()) {
        stamps.observe(chain.clock().next()); // what the chain has seen
      }
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
    return now == null || closing || !now.node().isAlive() ? Optional.empty() : Optional.of(now);
  }

  /** Whether it can be started. */
  boolean isDead() {
    Life now = life;
    return !starting && (now == null || !now.node().isAlive());
  }

  /** Starts the process, unless it crashes on the way. */
  void start() {
    Node node = new Node("p" + number + "." + ++lives, world.scheduler(), clock);
    starting = true; // while it does, others take steps
    try {
      node.run(() -> life = begin(node));
    } finally {
      starting = false;
    }
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
            new Judge.Rules(absenceMillis(), names(), written(), world.plan().outboxes().room()));
    Client client = new Client(judge, node, number, world.ledger(), session, world.trace());
    List<Store> memories = new ArrayList<>();
    if (world.plan().isJournaled()) {
      world.ledger().mayReturn(number, unsure());
      world.ledger().undecided(number).forEach(session::saw);
    } else {
      world.ledger().forgotten(number);
    }
    Told told = new Told(world, node);
    ChainStore chain = chain(node, memories, told);
    HybridClock stamps =
        world.plan().isJournaled()
            ? chain.clock()
            : new HybridClock(1 + 1000L * number + lives, clock);
    Life begun =
        new Life(node, chain, stamps, client, memories, new ArrayList<>(), new ArrayList<>(), told);
    if (world.chance().perMille(500)) {
      subscribe(begun);
    }
    return begun;
  }

  /* A disk that failed may not know what was told. */
  private Set<Issued.Fate> unsure() {
    return disk.hasFailed()
        ? EnumSet.of(Issued.Fate.ACCEPTED, Issued.Fate.WITHDRAWN)
        : EnumSet.of(Issued.Fate.ACCEPTED);
  }

  private List<Server> written() {
    return world.plan().layers().stream()
        .map(layer -> servers.get(layer.name()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Somebody begins to listen, unless enough do. */
  void listen() {
    life().filter(now -> now.audiences().size() < MAX_AUDIENCES).ifPresent(this::subscribe);
  }

  private void subscribe(Life begun) {
    Start start = world.chance().perMille(500) ? Start.NOW : Start.CURRENT;
    String prefix = world.chance().perMille(700) ? "" : "a";
    List<Key> keys = world.plan().keys().stream().filter(key -> key.startsWith(prefix)).toList();
    Audience audience =
        new Audience(begun.node(), number, world.ledger(), authority, start, keys, world.trace());
    begun.audiences().add(audience);
    begun
        .subscriptions()
        .add(
            TypedStore.of(begun.chain(), Codecs.bytes(), begun.stamps())
                .subscribe(prefix, start, audience, begun.node().background()));
  }

  /* An absence lasts longer if the clock is set back meanwhile, and is on time again. */
  private long absenceMillis() {
    long remembered =
        world.plan().clocks() == Plan.Clocks.RIGHT
            ? world.plan().absenceMillis()
            : world.plan().absenceMillis() + 2 * Plan.MAX_OFFSET_MILLIS;
    return remembered + SLOW_LOAD_MILLIS; // a load that another began before
  }

  private ChainStore chain(Node node, List<Store> memories, Told told) {
    Plan plan = world.plan();
    ChainStoreBuilder builder =
        ChainStore.builder()
            .background(node.background())
            .listener(told)
            .time(clock)
            .random(world.chance().split())
            .rememberAbsenceFor(Duration.ofMillis(plan.absenceMillis()))
            .rememberedKeys(plan.rememberedKeys())
            .outbox(outbox(node, plan.outboxes()));
    for (LayerPlan layer : plan.layers()) {
      Store store = connect(layer, node, memories);
      Layer made =
          layer.isStore() ? Layer.store(layer.name(), store) : Layer.cache(layer.name(), store);
      builder.layer(layer.mode() == Layer.WriteMode.BEHIND ? made.behind() : made);
    }
    return builder.build();
  }

  private OutboxConfig outbox(Node node, Plan.Outboxes plan) {
    OutboxConfig config =
        OutboxConfig.inMemory()
            .maxEntries(plan.maxEntries())
            .waitWhenFull(Duration.ofMillis(plan.waitMillis()))
            .flushOnClose(Duration.ofMillis(plan.flushMillis()));
    return plan.kept() == Plan.Kept.ON_DISK ? config.journal(disk.open(node)) : config;
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
    List<String> names = new ArrayList<>(List.of("journal"));
    world.plan().layers().forEach(layer -> names.add(layer.name()));
    return names;
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
              now.subscriptions().forEach(Subscription::close);
              closing = true;
              boolean closed = now.node().run(() -> now.chain().close());
              closing = false;
              if (closed && !world.plan().isJournaled()) {
                world.ledger().undecided(number).forEach(one -> requireToldLost(one, now.told()));
              }
              now.node().end();
            });
  }

  private static void requireToldLost(Issued owed, Told told) {
    if (!told.hasLost(owed.key())) {
      throw new Violation("W2", "dropped silently: " + owed);
    }
  }

  /** The stores below the authority. */
  List<Server> stores() {
    return written().stream()
        .filter(server -> server != authority && !server.name().equals("cache"))
        .toList();
  }
}
