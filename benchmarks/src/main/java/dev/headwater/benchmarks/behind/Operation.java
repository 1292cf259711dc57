package dev.headwater.benchmarks.behind;

import java.nio.ByteBuffer;

/**
 * A write of one key, as a line of text between processes. The versions of a key grow; a key is
 * deleted at most once, and not written afterwards.
 *
 * @param version which write of the key this is, or {@link #DELETION}
 */
record Operation(String key, long version) {

  static final long DELETION = Long.MAX_VALUE;
  static final int VALUE_BYTES = 100;

  static Operation put(String key, byte[] value) {
    return new Operation(key, ByteBuffer.wrap(value).getLong());
  }

  static Operation deletion(String key) {
    return new Operation(key, DELETION);
  }

  /** A value that says which version it is. */
  static byte[] value(long version) {
    return ByteBuffer.allocate(VALUE_BYTES).putLong(version).array();
  }

  boolean isDeletion() {
    return version == DELETION;
  }

  String line() {
    return key + " " + version + "\n";
  }

  static Operation parse(String line) {
    int blank = line.indexOf(' ');
    return new Operation(line.substring(0, blank), Long.parseLong(line.substring(blank + 1)));
  }
}
