package dev.headwater.benchmarks.behind;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The program of a contender's own process: a mode, the kind, its directory, the port of its Redis
 * server, and numbers of the mode.
 */
final class Child {

  static final String SINK_FILE = "sink.txt";

  private Child() {}

  /** What the process does. */
  enum Mode {
    /**
     * Puts with so many writers for so many milliseconds to warm up and to measure; says what came
     * of it.
     */
    LOAD,
    /** Puts new keys and says which were acknowledged, until it is killed. */
    WRITE,
    /** Delivers what is left, until its input ends. */
    DELIVER,
    /** Writes before, while and after the remote is down; then as {@link #DELIVER}. */
    OUTAGE
  }

  public static void main(String[] arguments) throws Exception {
    Mode mode = Mode.valueOf(arguments[0]);
    Kind.Place place = new Kind.Place(Path.of(arguments[2]), Integer.parseInt(arguments[3]));
    try (Sink sink =
            mode == Mode.LOAD
                ? Sink.counting()
                : Sink.appending(place.directory().resolve(SINK_FILE));
        Contender contender = Kind.valueOf(arguments[1]).open(place, sink)) {
      switch (mode) {
        case LOAD -> load(contender, sink, arguments);
        case WRITE -> new EndlessWrites(new Acknowledgements(contender)).run();
        case DELIVER -> awaitEndOfInput();
        case OUTAGE -> {
          new OutageWrites(new Acknowledgements(contender), sink).run();
          System.out.println(OutageWrites.DONE);
          awaitEndOfInput();
        }
      }
    }
    System.exit(0); // whatever threads a contender has left
  }

  private static void load(Contender contender, Sink sink, String[] arguments) throws Exception {
    Load.Result result =
        new Load(contender, sink)
            .run(
                Integer.parseInt(arguments[4]),
                Duration.ofMillis(Long.parseLong(arguments[5])),
                Duration.ofMillis(Long.parseLong(arguments[6])));
    System.out.println(result.line());
    System.exit(0); // what waits for the remote does not matter here
  }

  private static void awaitEndOfInput() throws Exception {
    while (System.in.read() >= 0) {
      // only the end matters
    }
  }
}
