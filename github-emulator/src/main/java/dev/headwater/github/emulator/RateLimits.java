package dev.headwater.github.emulator;

/**
 * How much a token may ask for. Refused requests do not count, nor do answers of 304 as requests.
 *
 * @param requestsPerHour the primary limit
 * @param pointsPerMinute a secondary limit: reading costs 1, writing 5
 * @param contentPerMinute a secondary limit: requests that write
 * @param contentPerHour a secondary limit: requests that write
 * @param concurrent a secondary limit: requests under way at once
 */
public record RateLimits(
    int requestsPerHour,
    int pointsPerMinute,
    int contentPerMinute,
    int contentPerHour,
    int concurrent,
    Announcement announcement) {

  /** How an answer says that a secondary limit was reached. */
  public enum Announcement {
    /** With {@code retry-after}. */
    HEADERS,
    /** In its text alone, without any header about limits. */
    TEXT_ONLY
  }

  static final int UNLIMITED = Integer.MAX_VALUE;

  public RateLimits {
    for (int limit :
        new int[] {
          requestsPerHour, pointsPerMinute, contentPerMinute, contentPerHour, concurrent
        }) {
      if (limit <= 0) {
        throw new IllegalArgumentException("A limit must be positive: " + limit);
      }
    }
  }

  /** Those of github.com for a user's token. */
  public static RateLimits github() {
    return new RateLimits(5_000, 900, 80, 500, 100, Announcement.HEADERS);
  }

  /** None, and no headers about them, as GitHub Enterprise Server comes. */
  public static RateLimits none() {
    return new RateLimits(
        UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, Announcement.HEADERS);
  }

  /** The same with another primary limit. */
  public RateLimits withRequestsPerHour(int limit) {
    return new RateLimits(
        limit, pointsPerMinute, contentPerMinute, contentPerHour, concurrent, announcement);
  }

  /** The same with another limit of points. */
  public RateLimits withPointsPerMinute(int limit) {
    return new RateLimits(
        requestsPerHour, limit, contentPerMinute, contentPerHour, concurrent, announcement);
  }

  /** The same with other limits of writes. */
  public RateLimits withContent(int perMinute, int perHour) {
    return new RateLimits(
        requestsPerHour, pointsPerMinute, perMinute, perHour, concurrent, announcement);
  }

  /** The same with another limit of requests at once. */
  public RateLimits withConcurrent(int limit) {
    return new RateLimits(
        requestsPerHour, pointsPerMinute, contentPerMinute, contentPerHour, limit, announcement);
  }

  /** The same; secondary limits show in the text of the answer only. */
  public RateLimits withoutHeaders() {
    return new RateLimits(
        requestsPerHour,
        pointsPerMinute,
        contentPerMinute,
        contentPerHour,
        concurrent,
        Announcement.TEXT_ONLY);
  }

  /** Whether requests are counted and answers say how many are left. */
  boolean hasPrimary() {
    return requestsPerHour != UNLIMITED;
  }
}
