package dev.headwater.servers;

import org.testcontainers.cockroachdb.CockroachContainer;

/** One CockroachDB node in a container. It cannot be killed: its port would change. */
final class CockroachInDocker implements SqlNode {
  private static final String IMAGE = "cockroachdb/cockroach:v25.4.1";
  private static final int SQL_PORT = 26257;

  private final CockroachContainer container;

  private CockroachInDocker(CockroachContainer container) {
    this.container = container;
  }

  static CockroachInDocker start() {
    CockroachContainer container = new CockroachContainer(IMAGE);
    container.start();
    return new CockroachInDocker(container);
  }

  @Override
  public SqlAddress address() {
    String password = container.getPassword();
    return new SqlAddress(
        SqlServer.Kind.COCKROACH,
        container.getHost(),
        container.getMappedPort(SQL_PORT),
        container.getDatabaseName(),
        container.getUsername(),
        password == null || password.isEmpty() ? null : password,
        "sslmode=disable");
  }

  @Override
  public String origin() {
    return "in Docker from " + IMAGE;
  }

  @Override
  public void kill() {
    throw new UnsupportedOperationException("A container cannot be killed and restarted");
  }

  @Override
  public void restart() {
    throw new UnsupportedOperationException("A container cannot be killed and restarted");
  }

  @Override
  public void close() {
    container.stop();
  }
}
