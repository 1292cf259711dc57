package dev.headwater.benchmarks;

import dev.headwater.benchmarks.behind.WriteBehind;
import java.util.Arrays;
import java.util.List;

/** Runs the measurements that the arguments name, and prints their tables. */
public final class Main {

  private static final List<Measurement> MEASUREMENTS =
      List.of(
          new MemoryHit(),
          new RemoteCalls(),
          new BulkWrites(),
          new ColdKey(),
          new WriteToVisible(),
          new WriteToEvent(),
          new FullSync(),
          new DurablePuts(),
          WriteBehind.THROUGHPUT,
          WriteBehind.KILLS,
          WriteBehind.OUTAGES,
          new SlowLayers(),
          new GithubRequests());

  private Main() {}

  public static void main(String[] names) throws Exception {
    if (names.length == 0) {
      System.out.println(list());
      return;
    }
    List<Measurement> chosen = Arrays.stream(names).map(Main::measurement).toList();
    System.out.println(machine());
    for (Measurement measurement : chosen) {
      measurement.run().forEach(System.out::println);
    }
  }

  private static Measurement measurement(String name) {
    return MEASUREMENTS.stream()
        .filter(one -> one.id().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no measurement '" + name + "'\n" + list()));
  }

  private static String list() {
    StringBuilder text = new StringBuilder("measurements:");
    for (Measurement one : MEASUREMENTS) {
      text.append("\n  %-20s %s".formatted(one.id(), one.about()));
    }
    return text.toString();
  }

  private static String machine() {
    return "Java %s, %s %s, %d processors, heap %d MiB"
        .formatted(
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20);
  }
}
