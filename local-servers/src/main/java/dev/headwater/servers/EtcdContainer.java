package dev.headwater.servers;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** One etcd node in a container. It can be paused but not killed: its port would change. */
final class EtcdContainer implements EtcdNodes {
  private static final String IMAGE = "quay.io/coreos/etcd:v3.5.29";
  private static final int CLIENT_PORT = 2379;
  private static final Duration START_DEADLINE = Duration.ofMinutes(3);

  private final GenericContainer<?> container;
  private final List<String> endpoints;

  private EtcdContainer(GenericContainer<?> container) {
    this.container = container;
    this.endpoints = List.of(container.getHost() + ":" + container.getMappedPort(CLIENT_PORT));
  }

  @SuppressWarnings("resource") // closed by close(), and by Testcontainers when the JVM ends
  static EtcdContainer start() {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withCommand(
                "etcd",
                "--listen-client-urls=http://0.0.0.0:" + CLIENT_PORT,
                "--advertise-client-urls=http://0.0.0.0:" + CLIENT_PORT)
            .withExposedPorts(CLIENT_PORT)
            .withStartupTimeout(START_DEADLINE);
    container.start();
    return new EtcdContainer(container);
  }

  @Override
  public List<String> endpoints() {
    return endpoints;
  }

  @Override
  public String origin() {
    return "in Docker from " + IMAGE;
  }

  @Override
  public @Nullable TlsFiles tls() {
    return null;
  }

  @Override
  public @Nullable String user() {
    return null;
  }

  @Override
  public @Nullable String password() {
    return null;
  }

  @Override
  public EtcdGateway gateway(int node) {
    return new EtcdGateway(endpoints.get(node), null, null);
  }

  /** Not possible: Docker would give the restarted container another port. */
  @Override
  public void kill(int node) {
    throw new UnsupportedOperationException("etcd in a container cannot be killed and restarted");
  }

  @Override
  public void restart(int node) {
    throw new UnsupportedOperationException("etcd in a container cannot be killed and restarted");
  }

  @Override
  public void pause(int node) {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume(int node) {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}
