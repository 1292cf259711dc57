package dev.headwater.servers;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A real etcd, found or started. Nodes are numbered from 0. Safe for use by several threads.
 *
 * <p>What was started here ends with {@link #close()} or with the JVM, and its data with it; a
 * cluster that was only found goes on running, and the methods that would disturb it throw {@link
 * UnsupportedOperationException}.
 */
public final class EtcdCluster implements AutoCloseable {
  private final EtcdNodes nodes;
  private final String description;

  private EtcdCluster(EtcdNodes nodes) {
    this.nodes = nodes;
    int size = nodes.endpoints().size();
    String version = nodes.gateway(0).version();
    this.description =
        "etcd " + version + " " + nodes.origin() + ", " + size + (size == 1 ? " node" : " nodes");
  }

  /**
   * Takes the first of: the address in {@code HEADWATER_ETCD}, the {@code etcd} program on the
   * {@code PATH}, a container, the Debian package.
   *
   * @throws ServerNotFoundException if there is none of them
   * @throws ServerFailedException if the first that is there does not work
   */
  public static EtcdCluster find() {
    return recorded(EtcdFinder.here().find());
  }

  /**
   * Starts processes of its own, whatever {@code HEADWATER_ETCD} says.
   *
   * @throws ServerNotFoundException if there is no {@code etcd} program and no package for it
   * @throws ServerFailedException if a node does not answer within 20 seconds
   */
  public static EtcdCluster start(EtcdOptions options) {
    return recorded(EtcdFinder.here().start(options));
  }

  static EtcdCluster recorded(EtcdNodes nodes) {
    try {
      EtcdCluster cluster = new EtcdCluster(nodes);
      UsedServers.record("etcd", cluster.description);
      return cluster;
    } catch (RuntimeException | Error e) {
      nodes.close();
      throw e;
    }
  }

  /** {@code host:port} of every node, running or not, always in the same order. */
  public List<String> endpoints() {
    return nodes.endpoints();
  }

  public int size() {
    return nodes.endpoints().size();
  }

  /** Whether the nodes are processes of our own, which may be killed and restarted. */
  public boolean isLocal() {
    return nodes instanceof LocalEtcd;
  }

  /** The certificates a client needs, or null where it connects in the clear. */
  public @Nullable TlsFiles tls() {
    return nodes.tls();
  }

  /** The user who may read and write every key, or null without authentication. */
  public @Nullable String user() {
    return nodes.user();
  }

  /** The password of {@link #user()} and of {@code root}, or null without authentication. */
  public @Nullable String password() {
    return nodes.password();
  }

  /** Kills a node with {@code SIGKILL}; returns when it is gone. Its data stay. */
  public void kill(int node) {
    nodes.kill(checked(node));
  }

  /**
   * Starts a node again with its data and ports, killing it first if it runs. Returns when it
   * answers, or at once while fewer than a majority of the nodes run.
   */
  public void restart(int node) {
    nodes.restart(checked(node));
  }

  /** Stops a node where it stands: its connections stay open and nothing is answered. */
  public void pause(int node) {
    nodes.pause(checked(node));
  }

  /** Lets a paused node go on. */
  public void resume(int node) {
    nodes.resume(checked(node));
  }

  /** The current revision of the store, as the first node knows it. */
  public long revision() {
    return nodes.gateway(0).revision();
  }

  /** Compacts the history before the current revision and returns that revision. */
  public long compact() {
    EtcdGateway gateway = nodes.gateway(0);
    long revision = gateway.revision();
    gateway.compact(revision);
    return revision;
  }

  /** Such as "etcd 3.5.29 from the PATH, 1 node". */
  public String description() {
    return description;
  }

  EtcdNodes nodes() {
    return nodes;
  }

  private int checked(int node) {
    return Objects.checkIndex(node, size());
  }

  @Override
  public void close() {
    nodes.close();
  }

  @Override
  public String toString() {
    return description;
  }
}
