package dev.headwater.store.etcd;

import dev.headwater.store.ListRequest;
import dev.headwater.store.spi.Secret;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.StoreUri.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which etcd, which part of its keys, and how. Immutable and checked when made.
 *
 * @param endpoints the members' client addresses, at least one; the client uses those that answer
 * @param prefix what the store's etcd keys begin with, before a {@code /}; empty for all of etcd
 * @param timeout the deadline of one operation, with all its requests and retries
 * @param maxRequestBytes the server's {@code --max-request-bytes}; the store's limits follow from
 *     it
 * @param tls how the connection is encrypted, or {@code null} if it is not
 * @param login the user, or {@code null} for none
 */
public record EtcdStoreConfig(
    List<Host> endpoints,
    String prefix,
    Duration timeout,
    int maxRequestBytes,
    @Nullable Tls tls,
    @Nullable Login login) {

  /** The port of an endpoint that names none. */
  public static final int DEFAULT_PORT = 2379;

  /** The deadline of an operation where none is given. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** What etcd takes in one request unless it is told otherwise: 1.5 MiB. */
  public static final int DEFAULT_MAX_REQUEST_BYTES = 1_572_864;

  /** The longest prefix, in bytes of UTF-8. */
  public static final int MAX_PREFIX_BYTES = 256;

  /** The environment variable of the password. */
  public static final String PASSWORD_VARIABLE = "HEADWATER_ETCD_PASSWORD";

  private static final int MIN_REQUEST_BYTES = 1 << 20;
  private static final int MAX_REQUEST_BYTES = 16 << 20;
  private static final Set<String> PARAMETERS =
      Set.of("timeout", "tls", "ca", "cert", "key", "password-file", "max-request");

  /**
   * An encrypted connection.
   *
   * @param authority a PEM file of the authorities to trust, or {@code null} for those of Java
   * @param client who this client is, or {@code null} if the server does not ask
   */
  public record Tls(@Nullable Path authority, @Nullable ClientCertificate client) {}

  /**
   * A client certificate.
   *
   * @param certificate a PEM file with the certificate, or its chain
   * @param key a PEM file with the private key in PKCS#8, not encrypted
   */
  public record ClientCertificate(Path certificate, Path key) {}

  /** A user of etcd and its password. */
  public record Login(String user, Secret password) {}

  /** One etcd on this machine's default port, in the clear, with this prefix. */
  public static EtcdStoreConfig local(String prefix) {
    return at(List.of(new Host("127.0.0.1", DEFAULT_PORT)), prefix);
  }

  /** In the clear, without a user; the defaults for the rest. */
  public static EtcdStoreConfig at(List<Host> endpoints, String prefix) {
    return new EtcdStoreConfig(
        endpoints, prefix, DEFAULT_TIMEOUT, DEFAULT_MAX_REQUEST_BYTES, null, null);
  }

  /**
   * The configuration that a URI means.
   *
   * @param variables the environment, where the password may be
   * @throws IllegalArgumentException if the URI is wrong, naming the part
   */
  public static EtcdStoreConfig of(StoreUri uri, Map<String, String> variables) {
    uri.requireParametersAmong(PARAMETERS);
    if (uri.hosts().isEmpty()) {
      throw new IllegalArgumentException(
          "an etcd: URI needs a host, such as etcd://HOST:2379/PREFIX");
    }
    return new EtcdStoreConfig(
        uri.hosts(),
        uri.path(),
        uri.duration("timeout").orElse(DEFAULT_TIMEOUT),
        uri.number("max-request", MIN_REQUEST_BYTES, MAX_REQUEST_BYTES)
            .map(Math::toIntExact)
            .orElse(DEFAULT_MAX_REQUEST_BYTES),
        tls(uri),
        login(uri, variables));
  }

  public EtcdStoreConfig {
    endpoints = endpoints.stream().map(host -> host.withDefaultPort(DEFAULT_PORT)).toList();
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("an etcd store needs at least one endpoint");
    }
    requirePrefix(prefix);
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout is not at least 1 ms: " + timeout);
    }
    if (maxRequestBytes < MIN_REQUEST_BYTES || maxRequestBytes > MAX_REQUEST_BYTES) {
      throw new IllegalArgumentException(
          "max-request is %d bytes; expected %d to %d"
              .formatted(maxRequestBytes, MIN_REQUEST_BYTES, MAX_REQUEST_BYTES));
    }
  }

  /** This configuration with another deadline. */
  public EtcdStoreConfig timeout(Duration newTimeout) {
    return new EtcdStoreConfig(endpoints, prefix, newTimeout, maxRequestBytes, tls, login);
  }

  /** The endpoints as people write them: {@code HOST:PORT,HOST:PORT}. */
  public String address() {
    return endpoints.stream().map(Host::toString).collect(Collectors.joining(","));
  }

  private static void requirePrefix(String prefix) {
    ListRequest.all(prefix); // the same rules of characters, and the same messages
    if (prefix.startsWith("/") || prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "prefix '%s' begins or ends with '/'; leave that out, the store adds one"
              .formatted(prefix));
    }
    int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PREFIX_BYTES) {
      throw new IllegalArgumentException(
          "prefix is too long: %d bytes, at most %d are allowed"
              .formatted(bytes, MAX_PREFIX_BYTES));
    }
  }

  private static @Nullable Tls tls(StoreUri uri) {
    if (isEncrypted(uri)) {
      return new Tls(file(uri, "ca").orElse(null), client(uri));
    }
    for (String name : List.of("ca", "cert", "key")) {
      if (uri.parameter(name).isPresent()) {
        throw new IllegalArgumentException("parameter %s needs tls=on".formatted(name));
      }
    }
    return null;
  }

  private static boolean isEncrypted(StoreUri uri) {
    Optional<String> tls = uri.word("tls", Set.of("on", "off"));
    if (tls.isEmpty()) {
      uri.hosts().stream()
          .filter(host -> !host.isLoopback())
          .findFirst()
          .ifPresent(
              host -> {
                throw new IllegalArgumentException(
                    ("etcd at %s is not on this machine: add tls=on (and ca=FILE for a private"
                            + " authority), or tls=off to send everything in the clear")
                        .formatted(host.name()));
              });
    }
    return tls.orElse("off").equals("on");
  }

  private static @Nullable ClientCertificate client(StoreUri uri) {
    Optional<Path> certificate = file(uri, "cert");
    Optional<Path> key = file(uri, "key");
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "a client certificate needs both cert=FILE and key=FILE (PKCS#8), and only one is given");
    }
    return certificate.isEmpty()
        ? null
        : new ClientCertificate(certificate.get(), key.orElseThrow());
  }

  private static Optional<Path> file(StoreUri uri, String name) {
    return uri.parameter(name)
        .map(
            value -> {
              Path file = uri.file(value);
              if (!Files.isReadable(file)) {
                throw new IllegalArgumentException(
                    "parameter %s names a file that can't be read: %s".formatted(name, file));
              }
              return file;
            });
  }

  private static @Nullable Login login(StoreUri uri, Map<String, String> variables) {
    if (uri.user().isEmpty()) {
      if (uri.parameter("password-file").isPresent()) {
        throw new IllegalArgumentException(
            "password-file is given without a user; expected etcd://USER@HOST/...");
      }
      return null;
    }
    String user = uri.user().get();
    Secret password =
        uri.secret("password", PASSWORD_VARIABLE, variables)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "etcd user '%s' has no password: set %s, or password-file=FILE"
                            .formatted(user, PASSWORD_VARIABLE)));
    return new Login(user, password);
  }
}
