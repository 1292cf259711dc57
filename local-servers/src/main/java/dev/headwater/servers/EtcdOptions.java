package dev.headwater.servers;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a local etcd cluster is started. Immutable; each {@code with} method returns a changed copy.
 *
 * @param nodes how many processes: 1 or 3
 * @param flags further command line flags for every node, such as {@code --max-txn-ops=512}
 * @param transport whether clients connect in the clear or with certificates on both sides
 * @param user the user who may read and write every key, or null for no authentication
 * @param password the password of that user and of {@code root}; null exactly if the user is
 */
public record EtcdOptions(
    int nodes,
    List<String> flags,
    Transport transport,
    @Nullable String user,
    @Nullable String password) {

  /** How clients connect. */
  public enum Transport {
    /** Without encryption. */
    PLAIN,
    /** With TLS, where the client, too, must show a certificate of the generated authority. */
    MUTUAL_TLS
  }

  public EtcdOptions {
    if (nodes != 1 && nodes != 3) {
      throw new IllegalArgumentException("nodes must be 1 or 3, not " + nodes);
    }
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("user and password must be given together");
    }
    flags = List.copyOf(flags);
    Objects.requireNonNull(transport, "transport");
  }

  /** One node, in the clear, open to all. */
  public static EtcdOptions oneNode() {
    return new EtcdOptions(1, List.of(), Transport.PLAIN, null, null);
  }

  /** Three nodes, in the clear, open to all. */
  public static EtcdOptions threeNodes() {
    return new EtcdOptions(3, List.of(), Transport.PLAIN, null, null);
  }

  /** With these flags in place of the earlier ones. */
  public EtcdOptions withFlags(String... newFlags) {
    return new EtcdOptions(nodes, List.of(newFlags), transport, user, password);
  }

  /** With TLS and client certificates from a generated authority. */
  public EtcdOptions withMutualTls() {
    return new EtcdOptions(nodes, flags, Transport.MUTUAL_TLS, user, password);
  }

  /** With authentication on, and this user, next to {@code root}, for all keys. */
  public EtcdOptions withUser(String newUser, String newPassword) {
    return new EtcdOptions(nodes, flags, transport, newUser, newPassword);
  }

  @Override
  public String toString() {
    return nodes + " nodes, " + transport + ", flags " + flags + ", user " + user;
  }
}
