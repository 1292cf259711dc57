package dev.headwater.github.emulator.rest;

import java.time.Instant;

/** Requests of the current hour. */
public record Quota(long limit, long used, Instant reset) {

  /** How many are left. */
  public long remaining() {
    return Math.max(0, limit - used);
  }
}
