package dev.headwater.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Processes of an {@code etcd} program on loopback, with their data in one temporary directory. */
final class LocalEtcd implements EtcdNodes {
  private static final Duration START_DEADLINE = Duration.ofSeconds(20);
  private static final int PORT_ATTEMPTS = 3;

  private final EtcdCommands commands;
  private final EtcdOptions options;
  private final String origin;
  private final ServerDirectory directory;
  private final List<ServerProcess> processes = new ArrayList<>();
  private final List<EtcdGateway> gateways;

  private LocalEtcd(
      EtcdCommands commands, EtcdOptions options, String origin, ServerDirectory directory) {
    this.commands = commands;
    this.options = options;
    this.origin = origin;
    this.directory = directory;
    this.gateways =
        commands.endpoints().stream()
            .map(endpoint -> new EtcdGateway(endpoint, commands.tls(), options.password()))
            .toList();
  }

  /** Starts the nodes and returns when all of them answer; on failure nothing remains. */
  static LocalEtcd start(Path program, EtcdOptions options, String origin) {
    for (int attempt = 1; ; attempt++) {
      ServerDirectory directory = ServerDirectory.create("etcd");
      try {
        return started(program, options, origin, directory);
      } catch (ServerFailedException e) {
        directory.close();
        if (attempt == PORT_ATTEMPTS || !portWasTaken(e)) {
          throw e;
        }
      } catch (RuntimeException | Error e) {
        directory.close();
        throw e;
      }
    }
  }

  private static boolean portWasTaken(ServerFailedException e) {
    return String.valueOf(e.getMessage()).contains("address already in use");
  }

  private static LocalEtcd started(
      Path program, EtcdOptions options, String origin, ServerDirectory directory) {
    boolean encrypted = options.transport() == EtcdOptions.Transport.MUTUAL_TLS;
    TlsFiles tls = encrypted ? TlsFiles.create(directory.path()) : null;
    EtcdCommands commands = EtcdCommands.create(program, directory.path(), options, tls);
    LocalEtcd etcd = new LocalEtcd(commands, options, origin, directory);
    for (int node = 0; node < options.nodes(); node++) {
      etcd.processes.add(etcd.launch(node));
    }
    for (int node = 0; node < options.nodes(); node++) {
      etcd.awaitHealth(node);
    }
    String user = options.user();
    String password = options.password();
    if (user != null && password != null) {
      etcd.gateways.get(0).enableAuthentication(user, password);
    }
    return etcd;
  }

  private ServerProcess launch(int node) {
    return directory.start(EtcdCommands.name(node), commands.command(node));
  }

  private void awaitHealth(int node) {
    ServerProcess process = processes.get(node);
    EtcdGateway gateway = gateways.get(node);
    Await.reached(START_DEADLINE, () -> !process.isAlive() || gateway.isHealthy());
    if (!process.isAlive() || !gateway.isHealthy()) {
      String how = process.isAlive() ? "does not answer" : "ended at once";
      throw new ServerFailedException(
          commands.program() + " " + how + "; its log ends so:\n" + process.logTail());
    }
  }

  @Override
  public List<String> endpoints() {
    return commands.endpoints();
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public @Nullable TlsFiles tls() {
    return commands.tls();
  }

  @Override
  public @Nullable String user() {
    return options.user();
  }

  @Override
  public @Nullable String password() {
    return options.password();
  }

  @Override
  public EtcdGateway gateway(int node) {
    return gateways.get(node);
  }

  @Override
  public synchronized void kill(int node) {
    processes.get(node).close();
  }

  @Override
  public synchronized void restart(int node) {
    processes.get(node).close();
    processes.set(node, launch(node));
    if (hasQuorum()) {
      awaitHealth(node);
    }
  }

  private boolean hasQuorum() {
    return 2 * processes.stream().filter(ServerProcess::isAlive).count() > processes.size();
  }

  @Override
  public synchronized void pause(int node) {
    processes.get(node).pause();
  }

  @Override
  public synchronized void resume(int node) {
    processes.get(node).resume();
  }

  @Override
  public void close() {
    directory.close();
  }
}
