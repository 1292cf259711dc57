package dev.headwater.benchmarks;

import dev.headwater.store.Batch;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The requests to GitHub that common work takes, counted by an emulator of it. The times are those
 * of the store and the emulator together; GitHub itself takes a tenth of a second or more for each
 * request.
 */
final class GithubRequests implements Measurement {

  private static final int ROUNDS = 20;
  private static final int KEYS_OF_A_COMMIT = 2_500;
  private static final String CALM = "1h"; // looks at the branch only when it must
  private static final String EAGER = "1ms"; // looks at it at each read

  private final int keys = Integer.getInteger("headwater.keys", 100_000);
  private final List<List<String>> rows = new ArrayList<>();
  private long millis = 1_750_000_000_000L; // of the next stamp

  @Override
  public String id() {
    return "github-requests";
  }

  @Override
  public String about() {
    return "what common work costs in requests to GitHub, on the emulator (-Dheadwater.keys=N)";
  }

  @Override
  public List<Table> run() throws Exception {
    writes();
    reads();
    races();
    coldIndex();
    return List.of(
        new Table(
            "Requests to an emulator of GitHub in this process; medians",
            List.of("what", "requests", "goal", "median ms"),
            List.copyOf(rows)));
  }

  private void writes() throws Exception {
    try (EmulatedGithub github = new EmulatedGithub()) {
      Store store = github.open(CALM);
      store.merge(Write.of(text("first", 0)));
      row(github, "a put of a text", "3", () -> store.merge(Write.of(text("app", 0))));
      row(github, "1,000 texts at once", "13", () -> store.mergeAll(texts("many", 1_000)));
      row(github, "50 binary values of 10 KiB at once", "", () -> store.mergeAll(binaries(50)));
    }
  }

  private void reads() throws Exception {
    try (EmulatedGithub github = new EmulatedGithub()) {
      Store writer = github.open(CALM);
      writer.mergeAll(texts("read", 50));
      Store reader = github.open(EAGER);
      reader.head();
      row(github, "a look at the branch, nothing new", "1", reader::head);
      Samples times = new Samples(ROUNDS);
      Samples counts = new Samples(ROUNDS);
      for (int i = 0; i < ROUNDS; i++) {
        writer.mergeAll(texts("read", 50));
        times.time(() -> counts.add(github.requests(reader::head)));
      }
      row("50 changes of one commit of another process, without values", counts, "3", times);
    }
  }

  private void races() throws Exception {
    try (EmulatedGithub github = new EmulatedGithub()) {
      Store one = github.open(CALM);
      Store other = github.open(CALM);
      one.merge(Write.of(text("one", 0)));
      other.merge(Write.of(text("other", 0)));
      Samples times = new Samples(ROUNDS);
      Samples counts = new Samples(ROUNDS);
      for (int i = 0; i < ROUNDS; i++) {
        one.merge(Write.of(text("one", 0)));
        times.time(
            () -> counts.add(github.requests(() -> other.merge(Write.of(text("other", 0))))));
        one.head();
      }
      row("a put of a text that loses the race once", counts, "3 + 6", times);
    }
  }

  private void coldIndex() throws Exception {
    try (EmulatedGithub github = new EmulatedGithub()) {
      Store writer = github.open(CALM);
      for (int from = 0; from < keys; from += KEYS_OF_A_COMMIT) {
        writer.mergeAll(texts("d%05d".formatted(from), Math.min(KEYS_OF_A_COMMIT, keys - from)));
      }
      Samples times = new Samples(1);
      Samples counts = new Samples(1);
      times.time(() -> counts.add(github.requests(() -> github.open(CALM).head())));
      row("a first look at a repository of %,d keys".formatted(keys), counts, "150", times);
    }
  }

  private void row(EmulatedGithub github, String what, String goal, Samples.Call call)
      throws Exception {
    Samples times = new Samples(ROUNDS);
    Samples counts = new Samples(ROUNDS);
    for (int i = 0; i < ROUNDS; i++) {
      times.time(() -> counts.add(github.requests(call)));
    }
    row(what, counts, goal, times);
  }

  private void row(String what, Samples counts, String goal, Samples times) {
    rows.add(
        List.of(
            what,
            "%.0f".formatted(counts.medianMicros() * 1000),
            goal,
            "%.1f".formatted(times.medianMicros() / 1000)));
  }

  private Batch texts(String directory, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(text(directory, i));
    }
    return Batch.of(entries);
  }

  private Entry text(String directory, int number) {
    String text = "{\"number\":%d,\"at\":%d}\n".formatted(number, ++millis);
    return entry(directory, number, "json", text.getBytes(StandardCharsets.UTF_8));
  }

  private Batch binaries(int count) {
    List<Entry> entries = new ArrayList<>();
    Random random = new Random(++millis);
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[10 << 10];
      random.nextBytes(value);
      entries.add(entry("binaries", i, "bytes", value));
    }
    return Batch.of(entries);
  }

  private Entry entry(String directory, int number, String encoding, byte[] value) {
    return Entry.of(
        Key.of("%s/%05d.%s".formatted(directory, number, encoding)),
        Stamp.of(millis, 0, 1),
        EncodedValue.owned(value, encoding, EncodedValue.NEVER));
  }
}
