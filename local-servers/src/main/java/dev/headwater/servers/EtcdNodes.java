package dev.headwater.servers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the nodes of a cluster come from, and what may be done to them. */
sealed interface EtcdNodes extends AutoCloseable permits LocalEtcd, EtcdContainer, ForeignEtcd {
  /** {@code host:port} of every node, running or not, always in the same order. */
  List<String> endpoints();

  /** Where they come from, such as "from the PATH". */
  String origin();

  @Nullable TlsFiles tls();

  @Nullable String user();

  @Nullable String password();

  /** A way to administer the node. */
  EtcdGateway gateway(int node);

  void kill(int node);

  void restart(int node);

  void pause(int node);

  void resume(int node);

  @Override
  void close();
}
