package dev.headwater.store.cockroach;

import dev.headwater.servers.SqlServer;

/** The one SQL server of all tests of this JVM, with which it ends. */
final class SqlServers {

  private SqlServers() {}

  /** Starts or finds it at the first call. */
  static SqlServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final SqlServer SERVER = SqlServer.find();
  }
}
