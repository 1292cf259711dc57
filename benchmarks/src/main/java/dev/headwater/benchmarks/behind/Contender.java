package dev.headwater.benchmarks.behind;

/**
 * Something that takes writes at once and delivers them to a {@link Sink} later. A method that
 * returns has acknowledged the write; one that throws has not. Thread-safe.
 */
interface Contender extends AutoCloseable {

  void put(String key, byte[] value) throws Exception;

  void delete(String key) throws Exception;

  @Override
  void close() throws Exception;
}
