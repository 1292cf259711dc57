package dev.headwater.store.cockroach;

import dev.headwater.servers.SqlServer;

/** As long as it is open, one user of the server needs a password; others are as before. */
final class PasswordsRequired implements AutoCloseable {

  private static final String EVERYBODY = "host all all all trust";

  private final SqlTable table;

  private PasswordsRequired(SqlTable table) {
    this.table = table;
  }

  /** For this user; a server that is not started here asks for passwords already. */
  static PasswordsRequired of(SqlTable table, String user) {
    PasswordsRequired required = new PasswordsRequired(table);
    required.rules("host all " + user + " all scram-sha-256", EVERYBODY);
    return required;
  }

  private void rules(String... lines) {
    SqlServer server = table.server();
    if (!server.isLocal() || server.kind() != SqlServer.Kind.POSTGRESQL) {
      return;
    }
    String file = table.select("SHOW hba_file");
    table.execute(
        "COPY (SELECT unnest(ARRAY['%s'])) TO '%s'".formatted(String.join("','", lines), file));
    table.execute("SELECT pg_reload_conf()");
  }

  @Override
  public void close() {
    rules(EVERYBODY);
  }
}
