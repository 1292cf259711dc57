package dev.headwater.benchmarks.behind;

import java.nio.file.Path;

/** The contenders. */
enum Kind {
  HEADWATER,
  HEADWATER_IN_MEMORY,
  SQLITE_EACH,
  SQLITE_TOGETHER,
  INFINISPAN,
  REDISSON,
  REDISSON_RETRYING;

  private static final int REDISSON_ATTEMPTS = 10;

  /** Opens it where it left off, if it was there before. */
  Contender open(Place place, Sink sink) throws Exception {
    return switch (this) {
      case HEADWATER -> HeadwaterContender.journaled(place.directory(), sink);
      case HEADWATER_IN_MEMORY -> HeadwaterContender.inMemory(sink);
      case SQLITE_EACH -> SqliteEach.open(place.directory(), sink);
      case SQLITE_TOGETHER -> SqliteTogether.open(place.directory(), sink);
      case INFINISPAN -> InfinispanContender.open(sink);
      case REDISSON -> RedissonContender.open(place.redisPort(), sink, 0);
      case REDISSON_RETRYING -> RedissonContender.open(place.redisPort(), sink, REDISSON_ATTEMPTS);
    };
  }

  /**
   * What a contender may use to outlive its process.
   *
   * @param directory its files
   * @param redisPort its Redis server on loopback, or 0
   */
  record Place(Path directory, int redisPort) {}
}
