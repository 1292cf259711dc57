package dev.headwater.servers;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A cluster that somebody else runs, given by its address; it is used but never stopped. */
record ForeignEtcd(List<String> endpoints) implements EtcdNodes {
  private static final Pattern ENDPOINT = Pattern.compile("[^\\s/:,]+:\\d{1,5}");

  /** From a comma separated list of {@code host:port}. */
  static ForeignEtcd parse(String list) {
    List<String> endpoints = Pattern.compile(",").splitAsStream(list).map(String::trim).toList();
    for (String endpoint : endpoints) {
      if (!ENDPOINT.matcher(endpoint).matches()) {
        throw new IllegalArgumentException(
            EtcdFinder.ADDRESS + " must be host:port[,host:port]..., not \"" + list + "\"");
      }
    }
    return new ForeignEtcd(endpoints);
  }

  @Override
  public String origin() {
    return "at " + String.join(",", endpoints) + " as " + EtcdFinder.ADDRESS + " says";
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

  @Override
  public void kill(int node) {
    throw notOurs();
  }

  @Override
  public void restart(int node) {
    throw notOurs();
  }

  @Override
  public void pause(int node) {
    throw notOurs();
  }

  @Override
  public void resume(int node) {
    throw notOurs();
  }

  private UnsupportedOperationException notOurs() {
    return new UnsupportedOperationException("etcd " + origin() + " belongs to somebody else");
  }

  @Override
  public void close() {
    // It was running before and goes on running.
  }
}
