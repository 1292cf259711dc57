package dev.headwater.cli.demo;

import dev.headwater.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the steps work on.
 *
 * @param servers the servers
 * @param layers the chain over them
 * @param files the files
 * @param time the wall clock
 * @param missed the keys that etcd missed while it was away; the steps around its loss share them
 */
record Stage(Servers servers, Layers layers, DemoFiles files, InstantSource time, Set<Key> missed) {

  static Stage of(Servers servers, Layers layers, DemoFiles files, InstantSource time) {
    return new Stage(servers, layers, files, time, new TreeSet<>());
  }

  /** So many keys of files, spread over all of them. */
  List<Key> someKeys(int count) {
    List<Key> keys = new ArrayList<>();
    int wanted = Math.min(count, files.files().size());
    for (int i = 0; i < wanted; i++) {
      keys.add(files.files().get((int) ((long) i * files.files().size() / wanted)).key());
    }
    return keys;
  }

  /** How long the action takes. */
  Duration timed(Runnable action) {
    Instant started = time.instant();
    action.run();
    return Duration.between(started, time.instant());
  }
}
