package dev.headwater.benchmarks;

import java.nio.file.Path;

/** Something that puts entries and returns when they are on disk. Used by many threads at once. */
interface DurablePutter extends AutoCloseable {

  /** Puts the entry of this number, which no other call has. */
  void put(int number) throws Exception;

  @Override
  void close() throws Exception;

  /**
   * What is compared.
   *
   * @param name its name in the table
   * @param opening opens it in an empty directory
   */
  record Kind(String name, Opening opening) {}

  /** Opens a putter in an empty directory. */
  interface Opening {
    DurablePutter open(Path directory) throws Exception;
  }
}
