package dev.headwater.store.github.rest;

import java.time.Duration;

/**
 * Which repository, who asks, and how long it may take.
 *
 * @param storeName the store's name, for errors of requests that belong to no operation
 * @param timeout the deadline of such requests
 */
public record GithubSettings(
    String storeName,
    GithubAddress address,
    GithubCredentials credentials,
    RateLimits limits,
    Duration timeout) {

  public GithubSettings {
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout is not at least 1 ms: " + timeout);
    }
  }
}
