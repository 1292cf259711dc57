package dev.headwater.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The command lines of a static cluster on loopback. Pure: ports and files are given. */
record EtcdCommands(
    Path program,
    Path directory,
    List<Integer> clientPorts,
    List<Integer> peerPorts,
    List<String> flags,
    String token,
    @Nullable TlsFiles tls) {

  static EtcdCommands create(
      Path program, Path directory, EtcdOptions options, @Nullable TlsFiles tls) {
    int nodes = options.nodes();
    List<Integer> ports = Ports.free(2 * nodes);
    return new EtcdCommands(
        program,
        directory,
        ports.subList(0, nodes),
        ports.subList(nodes, 2 * nodes),
        options.flags(),
        UUID.randomUUID().toString(),
        tls);
  }

  List<String> endpoints() {
    return clientPorts.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  /** The same every time, so that a restarted node finds its data and its peers again. */
  List<String> command(int node) {
    String scheme = tls == null ? "http" : "https";
    String clientUrl = scheme + "://127.0.0.1:" + clientPorts.get(node);
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--name=" + name(node));
    command.add("--data-dir=" + directory.resolve(name(node)));
    command.add("--listen-client-urls=" + clientUrl);
    command.add("--advertise-client-urls=" + clientUrl);
    command.add("--listen-peer-urls=" + peerUrl(node));
    command.add("--initial-advertise-peer-urls=" + peerUrl(node));
    command.add("--initial-cluster=" + members());
    command.add("--initial-cluster-token=" + token);
    command.add("--initial-cluster-state=new");
    if (tls != null) {
      command.add("--cert-file=" + tls.serverCertificate());
      command.add("--key-file=" + tls.serverKey());
      command.add("--trusted-ca-file=" + tls.authority());
      command.add("--client-cert-auth");
    }
    command.addAll(flags);
    return command;
  }

  static String name(int node) {
    return "etcd-" + node;
  }

  private String members() {
    return IntStream.range(0, peerPorts.size())
        .mapToObj(node -> name(node) + "=" + peerUrl(node))
        .collect(Collectors.joining(","));
  }

  private String peerUrl(int node) {
    return "http://127.0.0.1:" + peerPorts.get(node);
  }
}
