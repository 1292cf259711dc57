package dev.headwater.chain.simulation;

import dev.headwater.testkit.simulation.Chance;
import dev.headwater.testkit.simulation.Issued;
import dev.headwater.testkit.simulation.Ledger;
import dev.headwater.testkit.simulation.Network;
import dev.headwater.testkit.simulation.Person;
import dev.headwater.testkit.simulation.Scheduler;
import dev.headwater.testkit.simulation.Server;
import dev.headwater.testkit.simulation.Trace;
import dev.headwater.testkit.simulation.VirtualTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a history takes place in: the time, the network, the servers and the processes. */
final class World {

  private final Plan plan;
  private final Chance chance;
  private final Trace trace;
  private final VirtualTime time = new VirtualTime();
  private final Scheduler scheduler;
  private final Network network;
  private final Ledger ledger = new Ledger(time);
  private final List<Server> servers = new ArrayList<>();
  private final List<Person> people = new ArrayList<>(1);
  private final List<ChainProcess> processes = new ArrayList<>();

  World(Plan plan, Chance chance, Trace trace) {
    this.plan = plan;
    this.chance = chance;
    this.trace = trace;
    this.scheduler = new Scheduler(time, chance);
    this.network = new Network(scheduler, chance);
    Map<String, Server> shared =
        servers(plan, LayerPlan.Kind.CACHE, LayerPlan.Kind.SHARED_STORE, LayerPlan.Kind.REPOSITORY);
    for (int number = 0; number < plan.processes(); number++) {
      Map<String, Server> all = new LinkedHashMap<>(shared);
      all.putAll(servers(plan, LayerPlan.Kind.OWN_STORE));
      Server authority = authority(all);
      ledger.authority(authority);
      processes.add(new ChainProcess(this, number, all, authority));
    }
  }

  private Map<String, Server> servers(Plan layers, LayerPlan.Kind... kinds) {
    Map<String, Server> made = new LinkedHashMap<>();
    for (LayerPlan layer : layers.layers()) {
      if (List.of(kinds).contains(layer.kind())) {
        Server server =
            new Server(
                layer.name(),
                servers.size(),
                time,
                layer.capabilities(),
                layer.serverKind(),
                ledger);
        servers.add(server);
        made.put(layer.name(), server);
        if (layer.kind() == LayerPlan.Kind.REPOSITORY) {
          people.add(new Person(server, ledger, time, chance, trace));
        }
      }
    }
    return made;
  }

  private Server authority(Map<String, Server> all) {
    for (LayerPlan layer : plan.layers()) {
      Server server = all.get(layer.name());
      if (server != null && layer.isStore()) {
        return server;
      }
    }
    throw new IllegalStateException("no authority among " + plan.layers());
  }

  Plan plan() {
    return plan;
  }

  Chance chance() {
    return chance;
  }

  Trace trace() {
    return trace;
  }

  VirtualTime time() {
    return time;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Network network() {
    return network;
  }

  Ledger ledger() {
    return ledger;
  }

  List<Server> servers() {
    return servers;
  }

  /** Who changes a server past all processes; empty if nobody can. */
  List<Person> people() {
    return people;
  }

  /** Who decided this, if it was a process that wrote it, or was to hear of it. */
  Server authority(Issued issued) {
    return processes.get(issued.isByAPerson() ? 0 : issued.process()).authority();
  }

  List<ChainProcess> processes() {
    return processes;
  }
}
