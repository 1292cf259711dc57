package dev.headwater.benchmarks.behind;

import dev.headwater.benchmarks.Measurement;
import dev.headwater.benchmarks.Table;
import java.nio.file.Files;
import java.util.List;
import org.infinispan.commons.util.Version;
import org.redisson.Redisson;
import org.sqlite.SQLiteJDBCLoader;

/** What becomes of puts that are delivered later, in Headwater and in what else does so. */
public enum WriteBehind implements Measurement {
  THROUGHPUT("write-behind", "puts that are delivered later: how fast they are acknowledged") {
    @Override
    Table table() throws Exception {
      return new Throughput().run();
    }
  },
  KILLS("write-behind-kill", "what a kill leaves of puts that are delivered later") {
    @Override
    Table table() throws Exception {
      return new Kills().run();
    }
  },
  OUTAGES("write-behind-outage", "what an outage leaves of puts that are delivered later") {
    @Override
    Table table() throws Exception {
      return new Outages().run();
    }
  };

  private final String id;
  private final String about;

  WriteBehind(String id, String about) {
    this.id = id;
    this.about = about;
  }

  abstract Table table() throws Exception;

  @Override
  public String id() {
    return id;
  }

  @Override
  public String about() {
    return about;
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
    return List.of(table());
  }

  /** Says what is going on. */
  static void progress(String what) {
    System.err.println(what + " ...");
  }
}
