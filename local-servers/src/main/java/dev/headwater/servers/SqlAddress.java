package dev.headwater.servers;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a SQL server listens and as whom to connect.
 *
 * @param database the database of the address itself
 * @param query connection parameters as in {@code sslmode=disable&...}, or empty
 * @param password null where the server asks for none; never part of an address
 */
record SqlAddress(
    SqlServer.Kind kind,
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    String query) {

  /** On loopback, without a password. */
  static SqlAddress local(SqlServer.Kind kind, int port, String database, String user) {
    return new SqlAddress(kind, "127.0.0.1", port, database, user, null, "");
  }

  /** From a URI with the scheme {@code postgresql} or {@code cockroach}. */
  static SqlAddress parse(String text, @Nullable String password) {
    try {
      URI uri = new URI(text);
      String user = part("user", uri.getUserInfo());
      if (user.contains(":")) {
        throw rejected("the password goes into " + SqlFinder.PASSWORD);
      }
      SqlServer.Kind kind = kind(part("scheme", uri.getScheme()));
      String host = part("host", uri.getHost());
      String database = part("database", uri.getPath()).substring(1);
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      int port = uri.getPort() > 0 ? uri.getPort() : kind.defaultPort();
      return new SqlAddress(kind, host, port, part("database", database), user, password, query);
    } catch (URISyntaxException e) {
      throw rejected(e.getReason()); // the text itself may hold a password
    }
  }

  private static SqlServer.Kind kind(String scheme) {
    return switch (scheme) {
      case "postgresql" -> SqlServer.Kind.POSTGRESQL;
      case "cockroach" -> SqlServer.Kind.COCKROACH;
      default -> throw rejected("the scheme is \"" + scheme + "\"");
    };
  }

  private static String part(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw rejected("it names no " + name);
    }
    return value;
  }

  private static IllegalArgumentException rejected(String reason) {
    return new IllegalArgumentException(
        SqlFinder.ADDRESS
            + " must be postgresql://user@host:port/database or cockroach://...: "
            + reason);
  }

  SqlAddress withDatabase(String other) {
    return new SqlAddress(kind, host, port, other, user, password, query);
  }

  SqlAddress withQuery(String other) {
    return new SqlAddress(kind, host, port, database, user, password, other);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database + suffix();
  }

  String uri() {
    String scheme = kind == SqlServer.Kind.COCKROACH ? "cockroach" : "postgresql";
    return scheme + "://" + user + "@" + host + ":" + port + "/" + database + suffix();
  }

  private String suffix() {
    return query.isEmpty() ? "" : "?" + query;
  }

  @Override
  public String toString() {
    return uri() + (password == null ? "" : " with a password");
  }
}
