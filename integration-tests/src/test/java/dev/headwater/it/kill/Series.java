package dev.headwater.it.kill;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.it.Servers;
import dev.headwater.it.kill.TrappedStore.Weather;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The lives of one process over the same files, each ended by a kill, and the check at the end. */
final class Series {

  private static final long START_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long POINT_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long WRITING_MILLIS = 250;
  private static final long AFTER_POINT_MILLIS = 20;
  private static final int LOOK_EVERY = 6;
  private static final int DRAIN_SECONDS = 60;
  private static final int LATE_MILLIS = 1_500; // a request of a dead process may come as late
  private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

  private final Program program;
  private final Orders orders;
  private final Tally tally;
  private final GithubTrap github;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private long startMillis = 1_000; // how long the last start took

  Series(Program program, Orders orders, Tally tally, GithubTrap github) {
    this.program = program;
    this.orders = orders;
    this.tally = tally;
    this.github = github;
    this.random = new Random(orders.seed());
  }

  Ledger ledger() {
    return ledger;
  }

  /** Kills one process after another, at these places first, then at random; then checks. */
  void run(List<KillPoint> points, int kills) throws InterruptedException {
    Queue<KillPoint> missing = new ArrayDeque<>(points);
    for (int kill = 0; kill < kills && ledger.wrongs().isEmpty(); kill++) {
      KillPoint point = missing.poll();
      if (point != null) {
        if (!(point.isRequest() ? killedAtRequest(point) : killedAt(point))) {
          missing.add(point);
        }
      } else if (random.nextInt(4) == 0) {
        killWhileStarting(weather());
      } else {
        killWhileWriting(weather());
      }
      if (kill % LOOK_EVERY == 0) {
        look();
      }
    }
    drain();
    report();
  }

  private void report() {
    tally.add("writes tried", ledger.tried());
    tally.add("writes acknowledged", ledger.acknowledged());
    for (Ledger.Wrong kind : Ledger.Wrong.values()) {
      tally.add("wrong: " + kind, ledger.count(kind));
    }
  }

  private Weather weather() {
    return switch (random.nextInt(6)) {
      case 0 -> Weather.CUT;
      case 1, 2 -> Weather.FLAKY;
      default -> Weather.FAIR;
    };
  }

  private Life start(Orders now) {
    ledger.begin();
    return Life.start(program.command(now), Servers.variables(), orders.directory());
  }

  /* Nobody comes by some places while the way to a layer is cut. */
  private boolean killedAt(KillPoint point) throws InterruptedException {
    Weather weather = random.nextInt(3) == 0 ? Weather.FLAKY : Weather.FAIR;
    Orders now = orders.writing(weather, point.name(), point.pass(random), random.nextLong());
    try (Life life = start(now)) {
      String end = hear(life, START_NANOS, "ready", "at");
      if ("ready".equals(end)) {
        end = hear(life, POINT_NANOS, "at");
      }
      boolean there = "at".equals(end);
      endAt(point, there, life);
      return there;
    }
  }

  private void endAt(KillPoint point, boolean there, Life life) throws InterruptedException {
    if (there) {
      hear(life, Duration.ofMillis(random.nextLong(AFTER_POINT_MILLIS)).toNanos());
      tally.killedAt(point);
    } else {
      tally.add(Tally.AT_RANDOM, 1);
      tally.add("missed " + point, 1);
    }
    end(life);
  }

  /* GitHub is not asked for a while after it was not reached. */
  private boolean killedAtRequest(KillPoint point) throws InterruptedException {
    github.disarm();
    github.arm(point, point.pass(random));
    try (Life life = start(random(Weather.FAIR))) {
      hear(life, START_NANOS, "ready");
      long deadline = System.nanoTime() + POINT_NANOS;
      while (!github.isReached() && System.nanoTime() < deadline) {
        hear(life, LOOK_NANOS);
      }
      boolean there = github.isReached();
      endAt(point, there, life);
      return there;
    } finally {
      github.disarm(Duration.ofMillis(random.nextInt(LATE_MILLIS)));
    }
  }

  private void killWhileStarting(Weather weather) throws InterruptedException {
    try (Life life = start(random(weather))) {
      hear(life, Duration.ofMillis(random.nextLong(startMillis)).toNanos());
      tally.add(Tally.AT_START, 1);
      end(life);
    }
  }

  private void killWhileWriting(Weather weather) throws InterruptedException {
    long began = System.nanoTime();
    try (Life life = start(random(weather))) {
      hear(life, START_NANOS, "ready");
      startMillis = Math.max(1, Duration.ofNanos(System.nanoTime() - began).toMillis());
      tally.add("milliseconds of starts", startMillis);
      hear(life, Duration.ofMillis(random.nextLong(WRITING_MILLIS)).toNanos());
      tally.add(Tally.AT_RANDOM, 1);
      end(life);
    }
  }

  private Orders random(Weather weather) {
    return orders.writing(weather, Orders.NOWHERE, 0, random.nextLong());
  }

  private void end(Life life) throws InterruptedException {
    if (!life.kill()) {
      ledger.wrong("the process ended before it was killed; see the files of its errors");
    }
    while (!life.isOver()) {
      hear(life, POINT_NANOS);
    }
  }

  private void look() {
    try (Layers layers = Layers.open(orders)) {
      layers.look(ledger);
    }
    tally.add("looks between lives", 1);
  }

  private void drain() throws InterruptedException {
    github.disarm();
    try (Life life = start(orders.draining(random.nextLong()))) {
      if (hear(life, START_NANOS, "drained") == null || !life.endsWell(DRAIN_SECONDS)) {
        ledger.wrong("the last life did not end well; see the files of its errors");
        return;
      }
    }
    try (Layers layers = Layers.open(orders)) {
      layers.check(ledger);
      if (orders.shape().places().contains(Shape.Place.GITHUB)) {
        layers.checkFiles(github.repository(), ledger);
      }
    }
  }

  /**
   * Takes what is told, until one of these words, the end of the time or of the process.
   *
   * @return the word, or {@code null}
   */
  private @Nullable String hear(Life life, long nanos, String... words)
      throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (true) {
      String line = life.next(deadline - System.nanoTime());
      if (line == null) {
        return null;
      }
      String[] parts = line.split(" ", 7);
      take(parts, line);
      if (List.of(words).contains(parts[0])) {
        return parts[0];
      }
    }
  }

  private void take(String[] parts, String line) {
    switch (parts[0]) {
      case "ready", "drained", "at", "unread" -> {}
      case "trying" ->
          ledger.trying(
              key(parts), stamp(parts), parts[4].equals("-"), Acknowledgement.valueOf(parts[5]));
      case "acknowledged" -> ledger.acknowledged(key(parts), stamp(parts));
      case "refused" -> ledger.refused(key(parts), stamp(parts));
      case "unknown" -> tally.add("outcomes unknown", 1);
      case "withdrawn" -> ledger.withdrawn(key(parts), stamp(parts));
      case "read" -> ledger.read(key(parts), found(parts));
      default -> ledger.wrong(line);
    }
  }

  private static Key key(String[] parts) {
    return Key.of(parts[1]);
  }

  /* The null stamp of a read: nothing was found. */
  private static @Nullable Stamp found(String[] parts) {
    return parts[3].equals("0") ? null : stamp(parts);
  }

  private static Stamp stamp(String[] parts) {
    return new Stamp(Long.parseLong(parts[2]), Long.parseLong(parts[3]));
  }
}
