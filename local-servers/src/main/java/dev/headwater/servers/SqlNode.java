package dev.headwater.servers;

/** Where a SQL server comes from, and what may be done to it. */
sealed interface SqlNode extends AutoCloseable
    permits LocalPostgres, LocalCockroach, CockroachInDocker, ForeignSql {
  SqlAddress address();

  /** Where it comes from, such as "from the PATH". */
  String origin();

  /** Ends it without warning; what was committed is on disk. */
  void kill();

  /** Starts it again with its data and its port. */
  void restart();

  @Override
  void close();
}
