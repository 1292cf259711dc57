package dev.headwater.store.cockroach;

import dev.headwater.store.spi.Secret;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.StoreUri.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a store's table is and how it is used.
 *
 * @param scheme what the URI expects to find, {@code cockroach} or {@code postgresql}; a hint for
 *     names alone, since the server says itself what it is
 * @param hosts the servers, each with its port; at least one
 * @param user the database user
 * @param password its password, if it has one
 * @param database the database, which must exist
 * @param table the table, which the first use creates: {@code [a-z_][a-z0-9_]*}, at most {@value
 *     #MAX_TABLE_LENGTH} characters, so that the name of its index fits into the 63 that PostgreSQL
 *     keeps
 * @param tls how connections are secured
 * @param timeout the time that an operation has, 100 ms to 10 minutes
 * @param poolSize the number of connections, 1 to {@value #MAX_POOL_SIZE}; they stay open
 * @param pollInterval how often a waiting feed asks the server
 * @param isolation the level of transactions; empty for the database's usual one
 */
public record CockroachStoreConfig(
    String scheme,
    List<Host> hosts,
    String user,
    Optional<Secret> password,
    String database,
    String table,
    Tls tls,
    Duration timeout,
    int poolSize,
    Duration pollInterval,
    Optional<Isolation> isolation) {

  /** The longest name of a table. */
  public static final int MAX_TABLE_LENGTH = 58;

  /** The most connections of one store. */
  public static final int MAX_POOL_SIZE = 256;

  /** The environment variable with the password. */
  public static final String PASSWORD_VARIABLE = "HEADWATER_SQL_PASSWORD";

  /** The table if none is named. */
  public static final String DEFAULT_TABLE = "headwater";

  static final String COCKROACH = "cockroach";
  static final String POSTGRESQL = "postgresql";

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);
  private static final int DEFAULT_POOL_SIZE = 8;
  private static final Pattern TABLE =
      Pattern.compile("[a-z_][a-z0-9_]{0," + (MAX_TABLE_LENGTH - 1) + "}");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Set<String> PARAMETERS =
      Set.of(
          "table",
          "timeout",
          "pool",
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "password-file",
          "poll",
          "isolation");

  public CockroachStoreConfig {
    hosts = List.copyOf(hosts);
    require(!hosts.isEmpty(), "no host is named");
    require(!user.isEmpty(), "no user is named");
    require(
        !database.isEmpty() && database.indexOf('/') < 0 && database.indexOf('\0') < 0,
        "the database's name is '%s'; expected a name without '/'".formatted(database));
    require(
        TABLE.matcher(table).matches(),
        "the table's name is '%s'; expected %s".formatted(table, TABLE));
    require(
        !table.equals(CockroachSchema.META_TABLE),
        "the table's name '%s' is taken by the store itself".formatted(table));
    require(
        timeout.compareTo(MIN_TIMEOUT) >= 0 && timeout.compareTo(MAX_TIMEOUT) <= 0,
        "timeout is %s; expected 100ms to 10m".formatted(timeout));
    require(
        poolSize >= 1 && poolSize <= MAX_POOL_SIZE,
        "pool is %d; expected 1 to %d".formatted(poolSize, MAX_POOL_SIZE));
    require(!pollInterval.isNegative() && !pollInterval.isZero(), "poll is not positive");
  }

  /**
   * The configuration that a URI such as {@code cockroach://USER@HOST:PORT/DATABASE?table=NAME}
   * describes.
   *
   * @param variables the environment variables, where the password may be
   * @throws IllegalArgumentException if the URI is wrong, naming the part
   */
  public static CockroachStoreConfig of(StoreUri uri, Map<String, String> variables) {
    int port = defaultPort(uri.scheme());
    uri.requireParametersAmong(PARAMETERS);
    List<Host> hosts = uri.hosts().stream().map(host -> host.withDefaultPort(port)).toList();
    require(!hosts.isEmpty(), "no host is named" + expected(uri));
    require(!uri.path().isEmpty(), "no database is named" + expected(uri));
    return new CockroachStoreConfig(
        uri.scheme(),
        hosts,
        uri.user()
            .orElseThrow(() -> new IllegalArgumentException("no user is named" + expected(uri))),
        uri.secret("password", PASSWORD_VARIABLE, variables),
        uri.path(),
        uri.parameter("table").orElse(DEFAULT_TABLE),
        tls(uri, hosts),
        uri.duration("timeout").orElse(Duration.ofSeconds(5)),
        uri.number("pool", 1, MAX_POOL_SIZE).map(Long::intValue).orElse(DEFAULT_POOL_SIZE),
        uri.duration("poll").orElse(Duration.ofMillis(50)),
        uri.word("isolation", Set.of("read-committed", "serializable"))
            .map(CockroachStoreConfig::isolation));
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case COCKROACH -> 26257;
      case POSTGRESQL -> 5432;
      default -> throw new IllegalArgumentException("not a scheme of this store: " + scheme);
    };
  }

  /** Host, port, database and table: what names the place in messages. */
  String location() {
    return address() + "/" + database + "/" + table;
  }

  /** Every {@code host:port}. */
  String address() {
    return String.join(",", hosts.stream().map(Host::toString).toList());
  }

  private static Tls tls(StoreUri uri, List<Host> hosts) {
    boolean local = hosts.stream().allMatch(Host::isLoopback);
    return new Tls(
        uri.word("sslmode", SSL_MODES).orElse((local ? Tls.DISABLED : Tls.VERIFIED).mode()),
        file(uri, "sslrootcert"),
        file(uri, "sslcert"),
        file(uri, "sslkey"));
  }

  private static Optional<String> file(StoreUri uri, String name) {
    return uri.parameter(name).map(value -> uri.file(value).toString());
  }

  private static Isolation isolation(String word) {
    return word.equals(Isolation.SERIALIZABLE.word())
        ? Isolation.SERIALIZABLE
        : Isolation.READ_COMMITTED;
  }

  private static String expected(StoreUri uri) {
    return " in '%s'; expected %s://USER@HOST:PORT/DATABASE".formatted(uri, uri.scheme());
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
