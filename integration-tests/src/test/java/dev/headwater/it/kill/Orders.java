package dev.headwater.it.kill;

import dev.headwater.it.kill.Shape.Place;
import dev.headwater.it.kill.TrappedStore.Weather;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process is to do until it is killed; it travels as the arguments of its command.
 *
 * @param directory where its files are
 * @param etcd the URI of its etcd layer
 * @param sql the URI of its SQL layer
 * @param github the URI of its GitHub layer
 * @param armed the name of the {@link KillPoint} where a thread stops, or {@link #NOWHERE}
 * @param passes at which pass it stops there
 */
record Orders(
    Shape shape,
    Path directory,
    String etcd,
    String sql,
    String github,
    Journaling journaling,
    Weather weather,
    Task task,
    String armed,
    int passes,
    long seed) {

  static final String NOWHERE = "NOWHERE";

  /** Which file the journal is in. */
  enum Journaling {
    OWN_FILE,
    FILE_OF_THE_STORE
  }

  /** What a process does after it has read every key. */
  enum Task {
    WRITE,
    /** Waits until nothing is owed to any layer, reads every key again, and closes the chain. */
    DRAIN
  }

  List<String> arguments() {
    return new ArrayList<>(
        List.of(
            shape.name(),
            directory.toString(),
            etcd,
            sql,
            github,
            journaling.name(),
            weather.name(),
            task.name(),
            armed,
            Integer.toString(passes),
            Long.toString(seed)));
  }

  static Orders of(String[] arguments) {
    return new Orders(
        Shape.valueOf(arguments[0]),
        Path.of(arguments[1]),
        arguments[2],
        arguments[3],
        arguments[4],
        Journaling.valueOf(arguments[5]),
        Weather.valueOf(arguments[6]),
        Task.valueOf(arguments[7]),
        arguments[8],
        Integer.parseInt(arguments[9]),
        Long.parseLong(arguments[10]));
  }

  Orders draining(long newSeed) {
    return new Orders(
        shape,
        directory,
        etcd,
        sql,
        github,
        journaling,
        Weather.FAIR,
        Task.DRAIN,
        NOWHERE,
        0,
        newSeed);
  }

  Orders writing(Weather newWeather, String newArmed, int newPasses, long newSeed) {
    return new Orders(
        shape,
        directory,
        etcd,
        sql,
        github,
        journaling,
        newWeather,
        Task.WRITE,
        newArmed,
        newPasses,
        newSeed);
  }

  /** The URI of a layer. */
  String uri(Place place) {
    return switch (place) {
      case SQLITE -> "sqlite:" + directory.resolve("store.db");
      case ETCD -> etcd;
      case SQL -> sql;
      case GITHUB -> github;
    };
  }

  Path journal() {
    return directory.resolve(journaling == Journaling.OWN_FILE ? "journal.db" : "store.db");
  }
}
