package dev.headwater.chain.config;

/**
 * A mistake in a file.
 *
 * @param file the file, as its user names it
 * @param line the line, from 1; 0 if it is about the file as a whole
 * @param what what is wrong, and what was expected
 */
public record Problem(String file, int line, String what) {

  /** Such as {@code chain.toml:7: role is missing; expected "cache" or "store"}. */
  @Override
  public String toString() {
    return line == 0 ? "%s: %s".formatted(file, what) : "%s:%d: %s".formatted(file, line, what);
  }
}
