package dev.headwater.store.spi;

import java.time.InstantSource;
import java.util.Map;

/**
 * What a store is given of the world.
 *
 * @param time the wall clock, which decides what has expired
 * @param variables the environment variables, where secrets may be
 */
public record StoreEnvironment(InstantSource time, Map<String, String> variables) {

  /** The system's time and this process's environment. */
  public static StoreEnvironment system() {
    return new StoreEnvironment(InstantSource.system(), System.getenv());
  }
}
