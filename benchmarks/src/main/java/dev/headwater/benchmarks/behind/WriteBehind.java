package dev.headwater.benchmarks.behind;

import dev.headwater.benchmarks.Measurement;
import dev.headwater.benchmarks.Table;
import java.nio.file.Files;
import java.util.List;
import org.infinispan.commons.util.Version;
import org.redisson.Redisson;
import org.sqlite.SQLiteJDBCLoader;

/** Durable puts per second, and what became of them after a kill and an outage. */
public final class WriteBehind implements Measurement {

  @Override
  public String name() {
    return "write-behind";
  }

  @Override
  public String about() {
    return "puts that are delivered later: how fast, and what a kill and an outage leave of them";
  }

  @Override
  public List<Table> run() throws Exception {
    System.out.printf(
        "On %s; SQLite %s, Infinispan %s, Redisson %s, %s%n",
        Files.getFileStore(Trial.parent()).type(),
        SQLiteJDBCLoader.getVersion(),
        Version.getVersion(),
        Redisson.class.getPackage().getImplementationVersion(),
        RedisServer.isInstalled() ? RedisServer.version() : "no redis-server on the PATH");
    return List.of(new Throughput().run(), new Kills().run(), new Outages().run());
  }

  /** Says what is going on. */
  static void progress(String what) {
    System.err.println(what + " ...");
  }
}
