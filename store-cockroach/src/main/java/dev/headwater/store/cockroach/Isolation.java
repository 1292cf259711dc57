package dev.headwater.store.cockroach;

import java.sql.Connection;

/** How far a transaction is kept from others. Every level here is enough for the store's laws. */
public enum Isolation {
  /** PostgreSQL's usual level, and the cheapest. CockroachDB is never used at it. */
  READ_COMMITTED("read-committed", Connection.TRANSACTION_READ_COMMITTED),
  /** CockroachDB's usual level. Conflicts end a transaction, which is then tried again. */
  SERIALIZABLE("serializable", Connection.TRANSACTION_SERIALIZABLE);

  private final String word;
  private final int jdbc;

  Isolation(String word, int jdbc) {
    this.word = word;
    this.jdbc = jdbc;
  }

  /** The name in a URI. */
  String word() {
    return word;
  }

  /** The name for the pool, which sets it on each connection. */
  String poolName() {
    return "TRANSACTION_" + name();
  }

  /** The constant of {@link Connection}. */
  int jdbc() {
    return jdbc;
  }
}
