package dev.headwater.store.cockroach;

/** A session that is given back when it is closed. */
interface Lease extends AutoCloseable {

  Session session();

  /** The connection is not to be used again. */
  void evict();

  @Override
  void close();
}
