package dev.headwater.benchmarks.behind;

import dev.headwater.benchmarks.behind.RedisServer.AppendOnly;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contender as a row of a table.
 *
 * @param name what the row says
 * @param redis how safe its Redis server is, or {@code null} if it has none
 */
record Contestant(String name, Kind kind, @Nullable AppendOnly redis) {

  private static final String NOT_RUN = "not run";

  static Contestant of(String name, Kind kind) {
    return new Contestant(name, kind, null);
  }

  static Contestant redisson(AppendOnly redis) {
    return new Contestant("Redisson, Redis " + redis, Kind.REDISSON, redis);
  }

  /** Whether this machine has what it needs. */
  boolean canRun() {
    return redis == null || RedisServer.isInstalled();
  }

  /** Its row of a table with so many columns, if it can't run. */
  List<String> notRun(int columns) {
    List<String> row = new ArrayList<>(Collections.nCopies(columns, NOT_RUN));
    row.set(0, name);
    return row;
  }
}
