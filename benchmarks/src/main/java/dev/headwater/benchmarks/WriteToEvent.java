package dev.headwater.benchmarks;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscriber;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * From a write in one process until a subscriber is called in another, and in the same one. Both
 * read the clock {@code CLOCK_MONOTONIC}, which Linux shares among processes.
 */
final class WriteToEvent implements Measurement {

  private static final Key KEY = Key.of("event");
  private static final int WRITES = 2_000;
  private static final int WARM_UP = 500;
  private static final long PATIENCE_SECONDS = 30;

  @Override
  public String id() {
    return "write-to-event";
  }

  @Override
  public String about() {
    return "from a write until a subscriber in another process is called (Linux)";
  }

  /** The layers below memory; the last one is the authority. */
  private record Below(String what, List<String> uris) {}

  @Override
  public List<Table> run() throws Exception {
    try (Bench bench = new Bench()) {
      String name = Bench.freshName();
      List<List<String>> rows = new ArrayList<>();
      for (Below below :
          List.of(
              new Below("memory → etcd", List.of(bench.etcdUri(name + "e"))),
              new Below("memory → SQL", List.of(bench.sqlUri(name + "s"))),
              new Below("memory → etcd → SQL", List.of(bench.etcdUri(name), bench.sqlUri(name))))) {
        rows.addAll(rows(below, bench.sql.password()));
      }
      return List.of(
          new Table(
              "%d puts of %d bytes; %s".formatted(WRITES, Bench.VALUE_BYTES, bench.servers()),
              List.of("chain", "from the beginning of the put to", "median ms", "p99 ms"),
              rows));
    }
  }

  private static List<List<String>> rows(Below below, @Nullable String password) throws Exception {
    Samples there = new Samples(WRITES);
    Samples here = new Samples(WRITES);
    Samples acknowledged = new Samples(WRITES);
    try (ChainStore chain = chain(below.uris(), environment(password))) {
      measure(chain, below, password, there, here, acknowledged);
    }
    return List.of(
        row(below, "its acknowledgement", acknowledged),
        row(below, "the event in the same process", here),
        row(below, "the event in the other process", there));
  }

  private static List<String> row(Below below, String what, Samples samples) {
    return List.of(
        below.what(),
        what,
        "%.2f".formatted(samples.medianMicros() / 1000),
        "%.2f".formatted(samples.percentileMicros(0.99) / 1000));
  }

  private static StoreEnvironment environment(@Nullable String password) {
    return password == null
        ? StoreEnvironment.system()
        : new StoreEnvironment(
            StoreEnvironment.system().time(), Map.of("HEADWATER_SQL_PASSWORD", password));
  }

  private static ChainStore chain(List<String> uris, StoreEnvironment environment) {
    ChainStoreBuilder builder =
        ChainStore.builder().cache("memory", Stores.open("memory:?max-bytes=1000000", environment));
    for (String uri : uris.subList(0, uris.size() - 1)) {
      builder.cache("cache", Stores.open(uri, environment));
    }
    return builder.store("authority", Stores.open(uris.get(uris.size() - 1), environment)).build();
  }

  private static void measure(
      ChainStore chain,
      Below below,
      @Nullable String password,
      Samples there,
      Samples here,
      Samples acknowledged)
      throws Exception {
    TypedStore<byte[]> view = TypedStore.of(chain, Codecs.bytes(), chain.clock());
    BlockingQueue<Long> own = new LinkedBlockingQueue<>();
    Process other = other(below.uris(), password);
    try (Background background = Background.daemon("subscriber");
        Subscription ignored = view.subscribe(KEY, Start.NOW, new Times(own::add), background);
        BufferedReader told =
            new BufferedReader(
                new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      own.poll(PATIENCE_SECONDS, TimeUnit.SECONDS); // it is live
      told.readLine();
      byte[] value = new byte[Bench.VALUE_BYTES];
      for (int i = 0; i < WARM_UP + WRITES; i++) {
        long start = System.nanoTime();
        view.put(KEY, value);
        long end = System.nanoTime();
        Long ownTime = own.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long otherTime = Long.parseLong(String.valueOf(told.readLine()));
        if (ownTime == null) {
          throw new IllegalStateException("the process's own subscriber was not told");
        }
        if (i >= WARM_UP) {
          acknowledged.add(end - start);
          here.add(ownTime - start);
          there.add(otherTime - start);
        }
      }
    } finally {
      other.destroyForcibly();
    }
  }

  private static Process other(List<String> uris, @Nullable String password) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Listening.class.getName()));
    command.addAll(uris);
    ProcessBuilder builder = new ProcessBuilder(command);
    if (password != null) {
      builder.environment().put("HEADWATER_SQL_PASSWORD", password);
    }
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The other process: prints the time at which it is live, and of each event. */
  static final class Listening {
    private Listening() {}

    private static void print(long nanos) {
      System.out.println(nanos);
    }

    public static void main(String[] uris) throws Exception {
      try (ChainStore chain = chain(List.of(uris), StoreEnvironment.system());
          Background background = Background.daemon("subscriber")) {
        TypedStore<byte[]> view = TypedStore.of(chain, Codecs.bytes(), chain.clock());
        try (Subscription ignored =
            view.subscribe(KEY, Start.NOW, new Times(Listening::print), background)) {
          System.in.read(); // until the first process is done
        }
      }
    }
  }

  /** Tells when it is live, and when it is told of changes. */
  private record Times(LongConsumer time) implements Subscriber<byte[]> {
    @Override
    public void live() {
      time.accept(System.nanoTime());
    }

    @Override
    public void changed(Change<byte[]> change) {
      time.accept(System.nanoTime());
    }

    @Override
    public void failed(StoreException error) {
      throw error;
    }
  }
}
