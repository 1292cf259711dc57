package dev.headwater.it.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.it.Servers;
import dev.headwater.it.kill.Orders.Journaling;
import dev.headwater.it.kill.Orders.Task;
import dev.headwater.it.kill.TrappedStore.Weather;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that was acknowledged is lost, comes back after its delete, or comes out of order,
 * however often the process is killed. The property {@code headwater.kills} says how often, {@code
 * headwater.seed} repeats the decisions of a run, {@code headwater.shape} names the only {@link
 * Shape} of chains.
 */
class KillLoopIT {

  private static final int KILLS = Integer.getInteger("headwater.kills", 300);
  private static final long SEED =
      Long.getLong("headwater.seed", System.nanoTime() ^ ProcessHandle.current().pid());
  private static final String SHAPE = System.getProperty("headwater.shape", "");
  private static final int KILLS_OF_A_SERIES = 25;
  private static final int AT_ONCE = 3; // each waits about a third of its time

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final Tally tally = new Tally();

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void nothingAcknowledgedIsLost() throws Exception {
    Program program = Program.in(directory);
    archive(program);
    List<Callable<Void>> all = new ArrayList<>();
    Map<KillPoint, Integer> expected = new EnumMap<>(KillPoint.class);
    Random random = new Random(SEED);
    List<Shape> shapes = SHAPE.isEmpty() ? List.of(Shape.values()) : List.of(Shape.valueOf(SHAPE));
    int series = (KILLS + KILLS_OF_A_SERIES - 1) / KILLS_OF_A_SERIES;
    for (int i = 0; i < series; i++) {
      int number = i;
      int kills = KILLS / series + (i < KILLS % series ? 1 : 0);
      Shape shape = shapes.get(i % shapes.size());
      long seed = random.nextLong();
      points(shape, seed, kills).forEach(point -> expected.merge(point, 1, Integer::sum));
      all.add(() -> run(program, number, shape, seed, kills));
    }
    long began = System.nanoTime();
    runSomeAtOnce(all);
    tally.add("milliseconds per kill", (System.nanoTime() - began) / 1_000_000 / tally.kills());
    System.out.printf("%d kills, seed %d:%n%s%n", tally.kills(), SEED, tally);
    assertThat(tally.kills()).isEqualTo(KILLS);
    requireReached(expected);
  }

  /* Some points are missed, since not all of what is waited for happens in each life. */
  private void requireReached(Map<KillPoint, Integer> expected) {
    int requests = 0;
    long atRequests = 0;
    for (Map.Entry<KillPoint, Integer> one : expected.entrySet()) {
      long kills = tally.of(one.getKey().name());
      if (one.getKey().isRequest()) { // few of each kind
        requests += one.getValue();
        atRequests += kills;
      } else {
        assertThat(kills).as("kills %s", one.getKey()).isGreaterThanOrEqualTo(one.getValue() / 4);
      }
    }
    assertThat(atRequests).as("kills at requests to GitHub").isGreaterThanOrEqualTo(requests / 4);
  }

  private void archive(Program program) throws InterruptedException {
    try (GithubTrap github = GithubTrap.in(directory.resolve("first"))) {
      Orders orders = orders(0, Shape.GITHUB_BELOW, SEED, github.uri()).draining(SEED);
      try (Life life = Life.start(program.first(orders), Servers.variables(), orders.directory())) {
        assertThat(life.endsWell(60)).as("the first life ends well").isTrue();
      }
    }
  }

  private Orders orders(int number, Shape shape, long seed, String github) {
    String name = Servers.freshName();
    Path files = directory.resolve(name);
    try {
      Files.createDirectories(files.resolve("tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Orders(
        shape,
        files,
        Servers.etcdUri(name),
        Servers.sqlUri(name) + "&pool=2",
        github,
        number / Shape.values().length % 2 == 0
            ? Journaling.OWN_FILE
            : Journaling.FILE_OF_THE_STORE,
        Weather.FAIR,
        Task.WRITE,
        Orders.NOWHERE,
        0,
        seed);
  }

  private Void run(Program program, int number, Shape shape, long seed, int kills)
      throws InterruptedException {
    try (GithubTrap github = GithubTrap.in(directory.resolve("github" + number))) {
      Orders orders = orders(number, shape, seed, github.uri());
      Series series = new Series(program, orders, tally, github);
      series.run(points(shape, seed, kills), kills);
      assertThat(series.ledger().wrongs())
          .as("%s, of seed %d, whose files are in %s", shape, SEED, orders.directory())
          .isEmpty();
    }
    return null;
  }

  /* Every point once, as many as there is time for. */
  private static List<KillPoint> points(Shape shape, long seed, int kills) {
    List<KillPoint> points = new ArrayList<>(shape.points());
    Collections.shuffle(points, new Random(seed));
    return points.subList(0, Math.min(points.size(), kills));
  }

  private static void runSomeAtOnce(List<Callable<Void>> all) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
